import nx from '@nx/eslint-plugin';
import tseslint from 'typescript-eslint';
import angular from 'angular-eslint';

const FRAMEWORKS = ['@nestjs/*', '@angular/*', '@ngrx/*', 'typeorm', 'bullmq', 'rxjs', 'express'];
const DEEP = { group: ['@causeway/*/*', '!@causeway/*/testing', '!@causeway/tools/cost'], message: 'Import a library by its name: what is not in its index.ts is private.' };
const NODE = { group: ['node:*', 'fs', 'path', 'crypto', 'net', 'os'], message: 'This library runs in the browser too: no Node modules.' };
const FOCUS = ['it.only', 'test.only', 'describe.only'].map((name) => ({ selector: `CallExpression[callee.object.name="${name.split('.')[0]}"][callee.property.name="only"]`, message: 'A focused test hides all others.' }));
const BARE_EXPECT = { selector: 'ExpressionStatement > CallExpression[callee.name="expect"]', message: 'An expect without a matcher always passes.' };

export default tseslint.config(
  { ignores: ['**/dist', '**/node_modules', '**/.nx', '**/.angular', '.data'] },
  ...tseslint.configs.recommended,
  {
    files: ['**/*.ts', '**/*.mts', '**/*.mjs'],
    plugins: { '@nx': nx },
    rules: {
      'max-lines': ['error', { max: 400 }],
      'no-console': 'error',
      eqeqeq: ['error', 'smart'],
      'no-restricted-imports': ['error', { patterns: [DEEP] }],
      'no-restricted-syntax': ['error', ...FOCUS, BARE_EXPECT],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_', caughtErrors: 'none' }],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports', disallowTypeAnnotations: false }],
      '@nx/enforce-module-boundaries': ['error', {
        enforceBuildableLibDependency: false,
        allow: ['@causeway/tools/testing', '@causeway/tools/cost'],
        depConstraints: [
          { sourceTag: 'layer:domain', onlyDependOnLibsWithTags: ['layer:domain'], bannedExternalImports: FRAMEWORKS },
          { sourceTag: 'layer:access', onlyDependOnLibsWithTags: ['layer:domain', 'layer:access'], bannedExternalImports: FRAMEWORKS },
          { sourceTag: 'layer:contracts', onlyDependOnLibsWithTags: ['layer:domain', 'layer:access', 'layer:contracts'], bannedExternalImports: FRAMEWORKS },
          { sourceTag: 'layer:standard', onlyDependOnLibsWithTags: ['layer:standard'], bannedExternalImports: FRAMEWORKS },
          { sourceTag: 'layer:transport-kit', onlyDependOnLibsWithTags: ['layer:domain', 'layer:standard', 'layer:transport-kit'], bannedExternalImports: FRAMEWORKS },
          { sourceTag: 'layer:transport', onlyDependOnLibsWithTags: ['layer:domain', 'layer:standard', 'layer:transport-kit'], bannedExternalImports: FRAMEWORKS },
          { sourceTag: 'layer:ui', onlyDependOnLibsWithTags: ['layer:domain', 'layer:access', 'layer:contracts', 'layer:ui'] },
          { sourceTag: 'layer:e2e', onlyDependOnLibsWithTags: ['layer:domain', 'layer:access', 'layer:contracts', 'layer:standard', 'layer:transport', 'layer:transport-kit', 'layer:tool', 'layer:e2e'] },
          { sourceTag: 'layer:tool', onlyDependOnLibsWithTags: ['layer:domain', 'layer:access', 'layer:contracts', 'layer:standard', 'layer:transport', 'layer:transport-kit', 'layer:tool'] },
          { sourceTag: 'layer:app', onlyDependOnLibsWithTags: ['layer:domain', 'layer:access', 'layer:contracts', 'layer:standard', 'layer:transport', 'layer:transport-kit', 'layer:ui'] },
          { sourceTag: 'runs:anywhere', onlyDependOnLibsWithTags: ['runs:anywhere'] },
          { sourceTag: 'runs:server', onlyDependOnLibsWithTags: ['runs:server', 'runs:anywhere'], bannedExternalImports: ['@angular/*', '@ngrx/*'] },
          { sourceTag: 'runs:browser', onlyDependOnLibsWithTags: ['runs:browser', 'runs:anywhere'], bannedExternalImports: ['@nestjs/*', 'typeorm', 'bullmq', 'pg'] },
        ],
      }],
    },
  },
  {
    // A later block replaces a rule's options as a whole, so the deep-import pattern is repeated here.
    files: ['libs/domain/src/**/*.ts', 'libs/access/src/**/*.ts', 'libs/contracts/src/**/*.ts', 'libs/standards/hl7v2/src/**/*.ts'],
    ignores: ['**/*.spec.ts'],
    rules: { 'no-restricted-imports': ['error', { patterns: [DEEP, NODE] }] },
  },
  // Nest reads parameter types at run time: an import that only looks like a type must stay a value.
  { files: ['apps/api/**/*.ts'], languageOptions: { parserOptions: { emitDecoratorMetadata: true, experimentalDecorators: true } } },
  { files: ['**/vitest.config.mts', '**/vite.config.mts'], rules: { '@nx/enforce-module-boundaries': 'off' } },
  { files: ['tools/**', 'e2e/**'], rules: { 'no-console': 'off' } },
  ...angular.configs.tsRecommended.map((c) => ({ ...c, files: ['apps/console/**/*.ts', 'libs/console-ui/**/*.ts'] })),
  ...angular.configs.templateRecommended.map((c) => ({ ...c, files: ['apps/console/**/*.html', 'libs/console-ui/**/*.html'] })),
  ...angular.configs.templateAccessibility.map((c) => ({ ...c, files: ['apps/console/**/*.html', 'libs/console-ui/**/*.html'] })),
);
