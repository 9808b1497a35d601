import { cpSync, existsSync, mkdirSync, readdirSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

type Inputs = Readonly<Record<string, string>>;

/** Where a workflow run keeps its artefacts, by the rules of GitHub's actions. */
export class ArtefactStore {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
    mkdirSync(folder, { recursive: true });
  }

  get names(): string[] {
    return readdirSync(this.#folder).sort();
  }

  /** The folder of an artefact; one that was not packed is a file in it. */
  place(name: string): string {
    return join(this.#folder, name);
  }

  /**
   * Keeps a file or a folder, links followed, hidden files left out. Nothing there is an error where the input says so;
   * a name is given once.
   * @returns its name; undefined when there was nothing to keep
   */
  upload(cwd: string, inputs: Inputs): string | undefined {
    const path = join(cwd, inputs['path']!);
    if (!existsSync(path) || (statSync(path).isDirectory() && readdirSync(path).length === 0)) {
      if (inputs['if-no-files-found'] === 'error')
        throw new Error(`No files were found with the path ${inputs['path']}`);
      return undefined;
    }
    const name = inputs['archive'] === 'false' ? basename(path) : inputs['name']!;
    if (existsSync(this.place(name))) throw new Error(`an artifact with the name ${name} already exists (409)`);
    const to = statSync(path).isDirectory() ? this.place(name) : join(this.place(name), basename(path));
    mkdirSync(dirname(to), { recursive: true });
    cpSync(path, to, { recursive: true, dereference: true, filter: (from) => !basename(from).startsWith('.') });
    return name;
  }

  /** Brings one artefact into a folder, or all that match a pattern, each into a folder of its name. */
  download(cwd: string, inputs: Inputs): void {
    const to = join(cwd, inputs['path']!);
    mkdirSync(to, { recursive: true });
    if (inputs['name']) {
      if (!this.names.includes(inputs['name'])) throw new Error(`Artifact not found: ${inputs['name']}`);
      cpSync(this.place(inputs['name']), to, { recursive: true });
      return;
    }
    const pattern = new RegExp(`^${inputs['pattern']!.replaceAll('*', '.*')}$`);
    for (const name of this.names.filter((one) => pattern.test(one)))
      cpSync(this.place(name), join(to, name), { recursive: true });
  }
}

/** Caches of a repository: a key is written once; a restore key finds the newest that begins with it. */
export class CacheStore {
  readonly #folder: string;
  readonly #keys: string[] = [];

  constructor(folder: string) {
    this.#folder = folder;
  }

  save(cwd: string, { key = '', path = '' }: Inputs): void {
    if (this.#keys.includes(key)) return;
    this.#keys.push(key);
    for (const file of path.split('\n').filter((one) => one && existsSync(join(cwd, one))))
      cpSync(join(cwd, file), join(this.#folder, key, file), { recursive: true });
  }

  /** @returns whether the key itself was found */
  restore(cwd: string, inputs: Inputs): boolean {
    const { key = '', 'restore-keys': prefixes = '' } = inputs;
    const found = this.#keys.includes(key)
      ? key
      : this.#keys.findLast((one) => prefixes.split('\n').some((prefix) => prefix && one.startsWith(prefix)));
    if (found && existsSync(join(this.#folder, found))) cpSync(join(this.#folder, found), cwd, { recursive: true });
    return found === key;
  }
}
