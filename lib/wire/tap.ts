import type { BrowserContext, Page } from '@playwright/test';
import type { Frame } from '../evidence/index.ts';
import { openCdpSource } from './cdp-source.ts';
import { type CloseReport, observeCloses } from './close-observer.ts';
import { FIRST, openPlaywrightSource } from './playwright-source.ts';
import { type TappedSocket, credentialOf, describeOffer, describeUrl } from './socket.ts';
import type { AnnouncedSocket, SocketSeen, SourceListener } from './source.ts';

/**
 * How far the clocks of the page and of a socket's source may differ, in milliseconds: the runner also hears of a
 * socket late.
 */
const apart = { browser: 50, runner: 2_000 };

/**
 * Milliseconds by which a frame may reach the tap later than Playwright: each has a connection of its own to the
 * browser.
 */
const laterThanPlaywright = 5_000;

/** Most of one frame that is kept, and of all frames of a test, in characters: the product's have some thousands. */
const KEPT_OF_ONE = 1024 * 1024;
const KEPT_OF_ALL = 8 * 1024 * 1024;
const NOT_ALL_KEPT = `Frames beyond ${KEPT_OF_ALL / 1024 / 1024} Mi characters in all were kept in part only.`;
/** What is kept of each frame when there are more. */
const KEPT_OF_LATER = 200;

/**
 * Everything that went over the WebSockets of a browser context: sockets, handshakes, frames both ways, closes, on one
 * clock. Attach it before the first navigation; it hears every page of the context.
 */
export class Tap implements SourceListener {
  readonly sockets: TappedSocket[] = [];
  /** All frames of all sockets, in the order of arrival. */
  readonly frames: Frame[] = [];
  /** What this tap cannot see in this browser, in sentences; empty in Chromium. */
  readonly limits: string[] = [];
  readonly #urls = new Map<number, string>();
  readonly #pages = new Map<Page, number>();
  readonly #ready = new Map<Page, Promise<void>>();
  readonly #unmatched: { page: number; report: CloseReport }[] = [];
  readonly #listeners = new Set<() => void>();
  readonly #left = new Set<TappedSocket>();
  /**
   * The sockets that Playwright itself reported, each identified by its first frame; the tap must hold as many frames
   * of it.
   */
  readonly announced: AnnouncedSocket[] = [];
  #kept = 0;
  /** How many of the reported frames the tap missed; known when {@link settled} has resolved. */
  lost = 0;

  readonly #devtools: boolean;

  private constructor(devtools: boolean) {
    this.#devtools = devtools;
  }

  /**
   * @param devtools whether the browser speaks the DevTools protocol; Chromium does.
   * @returns a tap on the context, listening to the pages that exist and to every one to come.
   */
  static async on(
    context: BrowserContext,
    devtools = context.browser()?.browserType().name() === 'chromium',
  ): Promise<Tap> {
    const tap = new Tap(devtools);
    if (!devtools)
      tap.limits.push(
        'Frame times were taken in the test runner and handshakes were not seen, because this browser does not expose them.',
      );
    await observeCloses(context, (page, report) => tap.#closeReported(page, report));
    context.on('page', (page) => void tap.listenTo(page));
    await Promise.all(context.pages().map((page) => tap.listenTo(page)));
    return tap;
  }

  /** Resolves when the tap hears the page; a fixture that hands out a page awaits it before the first navigation. */
  listenTo(page: Page): Promise<void> {
    let ready = this.#ready.get(page);
    if (!ready) {
      const number = this.#pages.size + 1;
      this.#pages.set(page, number);
      openPlaywrightSource(page, number, this, this.#devtools);
      ready = this.#devtools ? openCdpSource(page, number, this) : Promise.resolve();
      this.#ready.set(page, ready);
    }
    return ready;
  }

  /** The number of a page that the tap listens to, from 1. */
  numberOf(page: Page): number {
    return this.#pages.get(page) ?? 0;
  }

  /**
   * Waits for a fact of the wire: `fact` is asked again whenever anything happens there.
   * @param within budget in milliseconds.
   * @param what names the fact in the message: `Timed out after 50 ms waiting for ${what}.`
   * @throws Error that names the fact and the budget.
   */
  until<T>(fact: () => T | null | undefined | false, within: number, what: string): Promise<T> {
    return new Promise((resolve, reject) => {
      const done = () => {
        clearTimeout(timer);
        this.#listeners.delete(ask);
      };
      const ask = () => {
        const answer = fact();
        if (answer) {
          done();
          resolve(answer);
        }
      };
      const giveUp = () => {
        ask();
        done();
        reject(new Error(`Timed out after ${Math.round(within)} ms waiting for ${what}.`));
      };
      // A busy process first handles what arrived in time, and then gives up.
      const timer = setTimeout(() => setImmediate(giveUp), within);
      this.#listeners.add(ask);
      ask();
    });
  }

  /**
   * Resolves when the tap holds every frame that Playwright has reported so far, or after 5 s: the missing ones are
   * lost then. Frames of a document that went away do not count as lost: the browser cuts its connections to the tap
   * and to Playwright at different frames.
   */
  async settled(): Promise<void> {
    const due = this.announced.filter(({ frames }) => frames > 0).map((one) => ({ ...one }));
    const lost = () => {
      const free = new Set(this.sockets);
      return due.reduce((sum, { page, first, frames }) => {
        const own = [...free].filter((socket) => socket.page === page);
        const socket =
          own.find((one) => one.frames[0]?.text.slice(0, FIRST) === first) ??
          own.find((one) => one.frames.length === 0 && this.#left.has(one)) ??
          own[0];
        if (!socket) return sum + frames;
        free.delete(socket);
        return sum + (this.#left.has(socket) ? 0 : Math.max(frames - socket.frames.length, 0));
      }, 0);
    };
    await this.until(() => lost() === 0, laterThanPlaywright, 'the last frame').catch(() => undefined);
    this.lost = lost();
  }

  opened(seen: SocketSeen): TappedSocket {
    const socket: TappedSocket = {
      id: this.sockets.length + 1,
      page: seen.page,
      url: describeUrl(seen.url),
      offered: describeOffer(seen.offer),
      chosen: null,
      status: null,
      origin: seen.origin,
      credential: credentialOf(seen.url, seen.offer),
      openedAt: seen.time,
      answeredAt: null,
      closedAt: null,
      close: null,
      errors: [],
      frames: [],
      clock: seen.clock,
    };
    this.sockets.push(socket);
    this.#urls.set(socket.id, seen.url);
    this.#matchCloses();
    this.changed();
    return socket;
  }

  frame(socket: TappedSocket, frame: Omit<Frame, 'seq' | 'socket' | 'page'>): void {
    const whole = { seq: this.frames.length + 1, socket: socket.id, page: socket.page, ...this.#shortened(frame) };
    this.frames.push(whole);
    socket.frames.push(whole);
    this.changed();
  }

  #shortened<T extends Pick<Frame, 'text'>>(frame: T): T & Pick<Frame, 'length'> {
    const { length } = frame.text;
    const most = this.#kept + Math.min(length, KEPT_OF_ONE) > KEPT_OF_ALL ? KEPT_OF_LATER : KEPT_OF_ONE;
    this.#kept += Math.min(length, most);
    if (length <= most) return frame;
    if (most === KEPT_OF_LATER && !this.limits.includes(NOT_ALL_KEPT)) this.limits.push(NOT_ALL_KEPT);
    return { ...frame, text: frame.text.slice(0, most), length };
  }

  left(socket: TappedSocket): void {
    if (socket.closedAt !== null) return;
    socket.closedAt = Date.now();
    this.#left.add(socket);
  }

  changed(): void {
    for (const listener of this.#listeners) listener();
  }

  #closeReported(page: Page, report: CloseReport): void {
    this.#unmatched.push({ page: this.numberOf(page), report });
    this.#matchCloses();
    this.changed();
  }

  #matchCloses(): void {
    for (const entry of this.#unmatched.splice(0)) {
      const { page, report } = entry;
      const [nearest] = this.sockets
        .filter((one) => one.page === page && !one.close && this.#urls.get(one.id) === report.url)
        .filter(
          ({ openedAt, clock }) =>
            openedAt > report.constructedAt - apart[clock] && openedAt < report.closedAt + apart[clock],
        )
        .map((one) => ({ one, after: one.openedAt - report.constructedAt }))
        // A handshake follows the construction, on a busy page much later; one that seems to come before it comes from
        // the difference of two clocks.
        .sort((a, b) => Number(a.after < 0) - Number(b.after < 0) || Math.abs(a.after) - Math.abs(b.after));
      if (!nearest) {
        this.#unmatched.push(entry);
        continue;
      }
      const { code, reason, clean, byPage } = report;
      nearest.one.close = { code, reason, clean, ...(byPage && { byPage }) };
      nearest.one.closedAt ??= report.closedAt;
    }
  }
}
