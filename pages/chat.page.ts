import type { Locator, Page } from '@playwright/test';
import { Composer } from './components/composer.ts';
import { Header } from './components/header.ts';
import { RunCard } from './components/run-card.ts';
import { Sidebar } from './components/sidebar.ts';
import { Transcript } from './components/transcript.ts';

/** `/chat`: the conversation with the agents. */
export class ChatPage {
  readonly page: Page;
  readonly composer: Composer;
  readonly transcript: Transcript;
  readonly runCard: RunCard;
  readonly sidebar: Sidebar;
  readonly header: Header;
  /** "Connected": shown while the socket is open. */
  readonly connected: Locator;
  /** "Reconnecting...": shown while the page tries to open the socket again. */
  readonly reconnecting: Locator;
  readonly alert: Locator;
  /** Name of the conversation, or of the agent that is working. */
  readonly title: Locator;
  /** State of the last run: Running, Completed, Failed, Stopped, No response. */
  readonly badge: Locator;
  /** Quick-start cards of an empty chat; a click sends the question on them. */
  readonly examples: Locator;
  /** The questions on those cards. */
  readonly exampleTexts: Locator;
  /** The first of those cards, its heading and its question. */
  readonly example: Locator;
  readonly exampleTitle: Locator;
  readonly exampleText: Locator;
  /** Status shown while an agent works. */
  readonly processing: Locator;
  /** On a narrow screen: opens the list of conversations. */
  readonly openConversations: Locator;
  /** Heading of a conversation that cannot be opened. */
  readonly unableToLoad: Locator;
  readonly returnToChat: Locator;

  constructor(page: Page) {
    this.page = page;
    this.composer = new Composer(page);
    this.transcript = new Transcript(page);
    this.runCard = new RunCard(page);
    this.sidebar = new Sidebar(page);
    this.header = new Header(page);
    this.connected = page.getByText('Connected', { exact: true });
    this.reconnecting = page.getByText('Reconnecting...', { exact: true });
    this.alert = page.getByRole('alert');
    const chat = page.getByTestId('main-chat');
    this.title = chat.getByRole('heading', { level: 1 });
    this.badge = this.title
      .locator('..')
      .getByText(/^(Running|Completed|Failed|Stopped|No response)$/)
      .describe('the state of the run');
    this.examples = page.getByTestId('example-prompts').locator('.cursor-pointer').describe('an example question');
    this.exampleTexts = this.examples.locator('p, span').filter({ hasText: /[.?]$/ });
    this.example = this.examples.first();
    this.exampleTitle = this.example.locator('strong');
    this.exampleText = this.exampleTexts.first();
    this.processing = page.getByTestId('agent-processing').describe('the note that an agent works');
    this.openConversations = page.getByRole('button', { name: 'Open conversations' });
    this.unableToLoad = page.getByRole('heading', { name: 'Unable to Load Conversation' });
    this.returnToChat = page.getByRole('button', { name: 'Return to Chat' });
  }

  /** Opens the chat, or one of its conversations. */
  async goto(threadId?: string): Promise<void> {
    await this.page.goto(threadId ? `/chat/${threadId}` : '/chat');
  }

  async reload(): Promise<void> {
    await this.page.reload();
  }
}
