// The routes of the api as the decorators of its controllers declare them.
import path from 'node:path';
import ts from 'typescript';
import { root } from './markdown';
import { filesBelow, parse, texts } from './source';

export interface Route {
  readonly method: string;
  readonly path: string;
  /** `open`, `signed in`, or the abilities of which one is enough to come in. */
  readonly who: string;
}

const METHODS = new Set(['Get', 'Post', 'Put', 'Patch', 'Delete', 'All']);

interface Decorator {
  readonly name: string;
  readonly args: readonly ts.Expression[];
}

function decoratorsOf(node: ts.HasDecorators): Decorator[] {
  return (ts.getDecorators(node) ?? []).flatMap(({ expression }) =>
    ts.isCallExpression(expression) && ts.isIdentifier(expression.expression) ? [{ name: expression.expression.text, args: expression.arguments }] : [],
  );
}

function whoIn(file: string, decorators: readonly Decorator[]): string | null {
  for (const { name, args } of decorators) {
    if (name === 'Open') return 'open';
    if (name === 'SignedIn') return 'signed in';
    if (name === 'Needs') return args.flatMap((arg) => texts(file, arg)).join(', ');
  }
  return null;
}

const joined = (base: string, rest: string): string => `/${base}/${rest}`.replace(/\/+/g, '/').replace(/(.)\/$/, '$1');

function routesOf(file: string): Route[] {
  const routes: Route[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isClassDeclaration(node)) {
      const own = decoratorsOf(node);
      const controller = own.find((decorator) => decorator.name === 'Controller');
      for (const member of controller ? node.members.filter(ts.isMethodDeclaration) : []) {
        const decorators = decoratorsOf(member);
        for (const { name, args } of decorators.filter((decorator) => METHODS.has(decorator.name))) {
          const who = whoIn(file, decorators) ?? whoIn(file, own) ?? 'nobody';
          const bases = texts(file, controller?.args[0]);
          routes.push(...bases.flatMap((base) => texts(file, args[0]).map((rest) => ({ method: name.toUpperCase(), path: joined(base, rest), who }))));
        }
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(parse(file));
  return routes;
}

/** Every route, by path and method. */
export function routes(): Route[] {
  const files = filesBelow(path.join(root, 'apps/api/src'), (file) => file.endsWith('.controller.ts'));
  return files.flatMap(routesOf).sort((a, b) => (`${a.path} ${a.method}` < `${b.path} ${b.method}` ? -1 : 1));
}
