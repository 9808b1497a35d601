/** A value that can be watched. */
export interface Store<T> {
  get(): T;
  /** Merges the change and tells every watcher. */
  set(change: Partial<T>): void;
  /** The watcher is called after each change; returns what ends the watching. */
  watch(watcher: (value: T) => void): () => void;
}

export function createStore<T extends object>(initial: T): Store<T> {
  let value = initial;
  const watchers = new Set<(value: T) => void>();
  return {
    get: () => value,
    set(change) {
      value = { ...value, ...change };
      for (const watcher of watchers) watcher(value);
    },
    watch(watcher) {
      watchers.add(watcher);
      return () => void watchers.delete(watcher);
    },
  };
}
