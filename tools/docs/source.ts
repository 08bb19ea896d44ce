// Reads constants out of the product's source without running it: the specs of the documentation must not depend on the api.
import fs from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

const parsed = new Map<string, ts.SourceFile>();

export function parse(file: string): ts.SourceFile {
  const known = parsed.get(file);
  if (known) return known;
  const made = ts.createSourceFile(file, fs.readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true);
  parsed.set(file, made);
  return made;
}

/** Files below a folder whose path fits, generated and installed ones left out. */
export function filesBelow(dir: string, fits: (file: string) => boolean): string[] {
  return fs
    .readdirSync(dir, { withFileTypes: true })
    .filter((entry) => !['node_modules', 'dist', '.angular', '.nx'].includes(entry.name))
    .flatMap((entry) => {
      const file = path.join(dir, entry.name);
      if (entry.isDirectory()) return filesBelow(file, fits);
      return fits(file) ? [file] : [];
    });
}

/** The initializer of a constant of this file, or of the file it is imported from. */
export function constant(file: string, name: string): { readonly file: string; readonly value: ts.Expression } | null {
  for (const statement of parse(file).statements) {
    if (ts.isVariableStatement(statement)) {
      const found = statement.declarationList.declarations.find((d) => ts.isIdentifier(d.name) && d.name.text === name);
      if (found?.initializer) return { file, value: found.initializer };
    }
    if (ts.isImportDeclaration(statement) && ts.isStringLiteral(statement.moduleSpecifier) && importsName(statement, name)) {
      const from = statement.moduleSpecifier.text;
      if (from.startsWith('.')) return constant(path.join(path.dirname(file), `${from}.ts`), name);
    }
  }
  return null;
}

function importsName(statement: ts.ImportDeclaration, name: string): boolean {
  const named = statement.importClause?.namedBindings;
  return named !== undefined && ts.isNamedImports(named) && named.elements.some((element) => element.name.text === name);
}

/** The texts an expression stands for: strings, templates of constants, lists of both. Throws for anything else. */
export function texts(file: string, expression: ts.Expression | undefined): string[] {
  if (expression === undefined) return [''];
  if (ts.isStringLiteralLike(expression)) return [expression.text];
  if (ts.isArrayLiteralExpression(expression)) return expression.elements.flatMap((element) => texts(file, element));
  if (ts.isTemplateExpression(expression)) {
    const spans = expression.templateSpans.map((span) => `${texts(file, span.expression)[0] ?? ''}${span.literal.text}`);
    return [`${expression.head.text}${spans.join('')}`];
  }
  const known = ts.isIdentifier(expression) ? constant(file, expression.text) : null;
  if (known) return texts(known.file, known.value);
  throw new Error(`${file}: ${expression.getText()} is no text that can be read from the source.`);
}
