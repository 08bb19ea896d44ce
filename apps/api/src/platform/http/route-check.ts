import { abilities } from '@causeway/access';
import { RequestMethod } from '@nestjs/common';
import type { ModulesContainer } from '@nestjs/core';
import { ABILITY, type RouteRule } from './ability';

export interface RouteRow {
  readonly method: string;
  readonly path: string;
  readonly handler: string;
  readonly rule: RouteRule;
  /** The controller, and its method that answers. */
  readonly controller: new (...args: never[]) => object;
  readonly answer: (...args: never[]) => unknown;
}

/** Start-up guard: every route says who may come in. Returns the table of routes, of which the OpenAPI document is made. */
export function checkRoutes(modules: ModulesContainer): RouteRow[] {
  const rows: RouteRow[] = [];
  const without: string[] = [];
  for (const module of modules.values()) {
    for (const wrapper of module.controllers.values()) {
      const type = wrapper.metatype as (new (...args: never[]) => object) | null;
      if (!type) continue;
      for (const name of Object.getOwnPropertyNames(type.prototype)) {
        const handler = (type.prototype as Record<string, unknown>)[name];
        if (typeof handler !== 'function' || name === 'constructor') continue;
        const method = Reflect.getMetadata('method', handler) as RequestMethod | undefined;
        if (method === undefined) continue;
        const rule = (Reflect.getMetadata(ABILITY, handler) ?? Reflect.getMetadata(ABILITY, type)) as RouteRule | undefined;
        const handlerName = `${type.name}.${name}`;
        if (!rule) without.push(handlerName);
        else if ('ability' in rule) without.push(...rule.ability.filter((a) => !(a in abilities)).map((a) => `${handlerName} (unknown ability ${a})`));
        for (const base of [Reflect.getMetadata('path', type) as string | string[]].flat()) {
          for (const path of [Reflect.getMetadata('path', handler) as string | string[]].flat()) {
            rows.push({
              method: RequestMethod[method] ?? '', path: `/${base}/${path}`.replace(/\/+/g, '/').replace(/(.)\/$/, '$1'), handler: handlerName, rule: rule ?? { open: true },
              controller: type, answer: handler as RouteRow['answer'],
            });
          }
        }
      }
    }
  }
  if (without.length > 0) throw new Error(`These routes declare no ability: ${without.join(', ')}`);
  return rows;
}
