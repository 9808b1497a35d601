import { join, relative } from 'node:path';
import ts from 'typescript';

/** A fixture or a matcher, as its own docstring describes it. */
export interface Described {
  name: string;
  about: string;
  /** Relative to the project, with forward slashes. */
  file: string;
}

export interface DescribedFixture extends Described {
  /** `option`: set with `test.use` or by a project; `auto`: in every test; `fixture`: in the tests that ask for it. */
  kind: 'fixture' | 'option' | 'auto';
}

/** What a spec can use: the fixtures of the one `test` and the matchers of the one `expect`. @param root the project */
export function readApi(root: string): { fixtures: DescribedFixture[]; matchers: Described[] } {
  const config = ts.readConfigFile(join(root, 'tsconfig.json'), (path) => ts.sys.readFile(path));
  const { options } = ts.convertCompilerOptionsFromJson(
    (config.config as { compilerOptions: object }).compilerOptions,
    root,
  );
  const [index, matchers] = ['fixtures/index.ts', 'fixtures/matchers/index.ts'].map((file) => join(root, file));
  const program = ts.createProgram([index!, matchers!], { ...options, incremental: false });
  const checker = program.getTypeChecker();
  const exportsOf = (file: string) =>
    checker.getExportsOfModule(checker.getSymbolAtLocation(program.getSourceFile(file)!)!);
  const describe = (symbol: ts.Symbol): Described[] => {
    const file = symbol.declarations?.map((one) =>
      relative(root, one.getSourceFile().fileName).replaceAll('\\', '/'),
    )[0];
    if (!file?.startsWith('fixtures/')) return [];
    const text = ts.displayPartsToString(symbol.getDocumentationComment(checker));
    return [{ name: symbol.name, about: text.split('\n\n')[0]!, file }];
  };
  const kinds = kindsIn(
    program.getSourceFiles().filter(({ fileName }) => relative(root, fileName).startsWith('fixtures')),
  );
  const test = exportsOf(index!).find(({ name }) => name === 'test')!;
  const ofTest = checker.getTypeArguments(checker.getTypeOfSymbol(test) as ts.TypeReference);
  return {
    fixtures: ofTest
      .flatMap((type) => type.getProperties())
      .flatMap(describe)
      .map((one) => ({ ...one, kind: kinds.get(one.name) ?? 'fixture' })),
    matchers: exportsOf(matchers!)
      .map((symbol) => checker.getAliasedSymbol(symbol))
      .flatMap(describe),
  };
}

/** The fixtures that are written `[value, { option: true }]` or `[value, { auto: true }]`. */
function kindsIn(files: readonly ts.SourceFile[]): Map<string, DescribedFixture['kind']> {
  const found = new Map<string, DescribedFixture['kind']>();
  const visit = (node: ts.Node): void => {
    if (ts.isPropertyAssignment(node) && ts.isArrayLiteralExpression(node.initializer)) {
      const said = node.initializer.elements.at(-1)?.getText() ?? '';
      const kind = (['option', 'auto'] as const).find((one) => new RegExp(`\\b${one}: true`).test(said));
      if (kind) found.set(node.name.getText(), kind);
    }
    ts.forEachChild(node, visit);
  };
  files.forEach(visit);
  return found;
}
