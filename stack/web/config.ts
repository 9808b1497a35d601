/** Where the page finds its servers, and by which way it sends. */
export interface Config {
  /** REST base, without a slash at the end. */
  apiUrl: string;
  /** Auth base, without a slash at the end. */
  authUrl: string;
  /** WebSocket base; the path is always `/ws`. */
  wsUrl: string;
  /** How a message is sent. */
  transport: 'websocket' | 'rest';
}

/** The web server writes the configuration into the page. */
export const config = JSON.parse(document.getElementById('config')!.textContent) as Config;
