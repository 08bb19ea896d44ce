import { SetMetadata, type CustomDecorator } from '@nestjs/common';
import type { Request } from 'express';
import type { Binder } from './row-sql';

/** A query for this request, with its values bound. Throws on an address that is none. */
export type Ask = (request: Request, bind: Binder['bind']) => string;

export const ASKED_BESIDE = 'causeway:asked-beside';
/**
 * What the route will ask for whoever is let in, asked in the statement that looks up a bearer token: a turn to the database less. The rows are in
 * `request.beside`, and nothing of the caller has been held against them: whoever takes them does that.
 */
export const AskBeside = (ask: Ask): CustomDecorator => SetMetadata(ASKED_BESIDE, ask);
