import { randomBytes, randomUUID } from 'node:crypto';
import type { Check } from '../faults/index.ts';

/** Somebody with an account. */
export interface Person {
  id: string;
  email: string;
  name: string;
  password?: string;
  permissions: string[];
  provider: 'password' | 'google' | 'dev' | 'e2e';
  createdAt: number;
  /** As `createdAt` until the first sign-in. */
  lastLoginAt: number;
}

/** A conversation (docs/contract/backend.md 6). Times are epoch seconds. */
export interface Thread {
  id: string;
  owner: string;
  title: string | null;
  created_at: number;
  /** Null until something is changed or written. */
  updated_at: number | null;
  metadata: Record<string, unknown>;
  messages: Message[];
}

/** One message of a conversation. `created_at` is epoch seconds. */
export interface Message {
  id: string;
  thread_id: string;
  role: 'user' | 'assistant' | 'system';
  content: string;
  created_at: number;
  metadata: Record<string, unknown>;
  /** What the sender called it, of messages that came without an agent. */
  message_type?: string;
}

/** Epoch seconds, whole. */
export function now(): number {
  return Math.floor(Date.now() / 1000);
}

/** Whether a text has the form of an e-mail address. */
export function isAddress(text: string): boolean {
  return /^[^@\s]+@[^@\s]+$/.test(text);
}

/** A name made of an e-mail, e.g. "Ada Lovelace" of ada.lovelace@example.com. */
export function nameOf(email: string): string {
  const words = email
    .replace(/@.*/, '')
    .split(/[._-]+/)
    .filter((word) => word !== '');
  return words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join(' ');
}

/** The person that dev login signs in (docs/contract/backend.md 2). */
export const devPerson = { id: 'dev-user-001', email: 'dev@example.com', name: 'Dev User', password: 'dev' };

/** People who have an account from the start and sign in by password. */
export const seededPeople = [
  { id: 'user-person', email: 'person@example.com', name: 'Pat Person', password: 'golden-path' },
  { id: 'user-colleague', email: 'colleague@example.com', name: 'Cory Colleague', password: 'golden-path' },
];

/** All that survives a restart of the servers: people, threads, messages. */
export class Memory {
  readonly devPerson: Person;
  readonly #people = new Map<string, Person>();
  readonly #threads = new Map<string, Thread>();
  readonly #skips: (check: Check) => boolean;

  /** @param skips whether a check is left out. */
  constructor(skips: (check: Check) => boolean) {
    this.#skips = skips;
    this.devPerson = this.addPerson({ ...devPerson, permissions: [], provider: 'dev' });
    for (const person of seededPeople) this.addPerson({ ...person, permissions: [], provider: 'password' });
  }

  addPerson(person: Omit<Person, 'createdAt' | 'lastLoginAt'>): Person {
    const at = Date.now();
    const added = { ...person, createdAt: at, lastLoginAt: at };
    this.#people.set(person.id, added);
    return added;
  }

  person(id: string): Person | undefined {
    return this.#people.get(id);
  }

  /** The first person with this e-mail, case ignored. */
  personByEmail(email: string): Person | undefined {
    return this.#peopleByEmail(email)[0];
  }

  /** The person with this e-mail, case ignored, and this password. */
  personByPassword(email: string, password: string): Person | undefined {
    return this.#peopleByEmail(email).find((person) => person.password === password || this.#skips('password'));
  }

  #peopleByEmail(email: string): Person[] {
    const wanted = email.toLowerCase();
    return [...this.#people.values()].filter((person) => person.email.toLowerCase() === wanted);
  }

  addThread(owner: string, title: string | null = null, metadata: Record<string, unknown> = {}): Thread {
    const at = now();
    const thread: Thread = {
      id: `thread_${this.#threads.size + 1}_${randomBytes(4).toString('hex')}`,
      owner,
      title,
      created_at: at,
      updated_at: null,
      metadata,
      messages: [],
    };
    this.#threads.set(thread.id, thread);
    return thread;
  }

  /** A thread of this person; another person's is not found, unless owners are not checked. */
  thread(owner: string, id: string): Thread | undefined {
    const thread = this.#threads.get(id);
    return thread?.owner === owner || this.#skips('owner') ? thread : undefined;
  }

  /** A person's threads, the one last written to first. */
  threads(owner: string): Thread[] {
    const own = [...this.#threads.values()].filter((thread) => thread.owner === owner).reverse();
    const written = ({ updated_at, created_at }: Thread) => updated_at ?? created_at;
    return own.sort((a, b) => written(b) - written(a));
  }

  removeThread(id: string): void {
    this.#threads.delete(id);
  }

  addMessage(thread: Thread, role: Message['role'], content: string, metadata: Record<string, unknown> = {}): Message {
    const message = { id: randomUUID(), thread_id: thread.id, role, content, created_at: now(), metadata };
    thread.messages.push(message);
    thread.updated_at = message.created_at;
    return message;
  }
}
