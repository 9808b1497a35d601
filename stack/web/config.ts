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

/**
 * The web server writes the configuration into the page.
 * @throws Error when the page was served without it
 */
function read(): Config {
  const found = JSON.parse(document.getElementById('config')?.textContent ?? '{}') as Partial<Config>;
  const { apiUrl, authUrl, wsUrl, transport } = found;
  if (!apiUrl || !authUrl || !wsUrl)
    throw new Error('The page was served without its configuration (apiUrl, authUrl, wsUrl).');
  return { apiUrl, authUrl, wsUrl, transport: transport === 'rest' ? 'rest' : 'websocket' };
}

export const config = read();
