// The CAUSEWAY_* variables as the source knows them: what the api checks, what the supervisor reads, and what is named elsewhere.
import fs from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { root } from './markdown';
import { constant, filesBelow, parse } from './source';

const API = path.join(root, 'apps/api/src/platform/settings/settings.ts');
const SUPERVISOR = path.join(root, 'tools/supervisor/settings.ts');
/** Benches and proofs say themselves what they read; this folder names variables to look for them. */
const OWN = ['tools/docs', 'tools/bench', 'tools/prove'];
/** Stands for any variable in comments. */
const PLACEHOLDERS = new Set(['CAUSEWAY_X', 'CAUSEWAY_X_FILE']);

/** Variables of the api with their defaults as text; null when there is none. */
export function apiSettings(): Map<string, string | null> {
  const variables = constant(API, 'Variables')?.value;
  const shape = variables && ts.isCallExpression(variables) ? variables.arguments[0] : undefined;
  if (!shape || !ts.isObjectLiteralExpression(shape)) throw new Error(`${API} has no list of variables any more.`);
  const rows = shape.properties.filter(ts.isPropertyAssignment).map((property): [string, string | null] => [`CAUSEWAY_${property.name.getText()}`, defaultOf(property.initializer)]);
  return new Map(rows);
}

/** `port(4280)`, `seconds(900)` and `z._default(..., x)` have one; `flag` is off. */
function defaultOf(expression: ts.Expression): string | null {
  if (ts.isIdentifier(expression)) return expression.text === 'flag' ? '0' : null;
  if (!ts.isCallExpression(expression)) return null;
  const callee = expression.expression.getText();
  if (callee === 'port' || callee === 'seconds') return literal(expression.arguments[0]);
  return callee === 'z._default' ? literal(expression.arguments.at(-1)) : null;
}

function literal(expression: ts.Expression | undefined): string | null {
  if (expression === undefined) return null;
  if (ts.isStringLiteralLike(expression) || ts.isNumericLiteral(expression)) return expression.text;
  if (ts.isBinaryExpression(expression) && expression.operatorToken.kind === ts.SyntaxKind.AsteriskAsteriskToken) {
    return String(Number(literal(expression.left)) ** Number(literal(expression.right)));
  }
  throw new Error(`The default ${expression.getText()} cannot be read from the source.`);
}

/** Names the supervisor asks its environment for by its own small helpers. */
export function supervisorSettings(): Set<string> {
  const names = new Set<string>();
  const visit = (node: ts.Node): void => {
    const [first] = ts.isCallExpression(node) ? node.arguments : [];
    if (ts.isCallExpression(node) && first && ts.isStringLiteral(first) && ['text', 'optionalPort', 'flag'].includes(node.expression.getText())) names.add(`CAUSEWAY_${first.text.replace(/_FILE$/, '')}`);
    ts.forEachChild(node, visit);
  };
  visit(parse(SUPERVISOR));
  return names;
}

/** Every variable named anywhere in the source, with a file that names it. A secret's `_FILE` form counts as the secret. */
export function namedSettings(): Map<string, string> {
  const found = new Map<string, string>();
  const isSource = (file: string): boolean => /\.(ts|mts|mjs)$/.test(file) && !/spec\.ts$/.test(file) && !OWN.some((dir) => file.startsWith(path.join(root, dir)));
  for (const file of ['apps', 'libs', 'tools', 'e2e'].flatMap((dir) => filesBelow(path.join(root, dir), isSource))) {
    for (const [name] of fs.readFileSync(file, 'utf8').matchAll(/\bCAUSEWAY_[A-Z][A-Z0-9_]*[A-Z0-9]\b/g)) {
      if (!PLACEHOLDERS.has(name)) found.set(name.replace(/_FILE$/, ''), path.relative(root, file));
    }
  }
  for (const name of apiSettings().keys()) if (!found.has(name)) found.set(name, path.relative(root, API));
  for (const name of supervisorSettings()) if (!found.has(name)) found.set(name, path.relative(root, SUPERVISOR));
  return found;
}
