// @ts-check

/**
 * Where the page finds its servers, and by which way it sends.
 * @typedef {object} Config
 * @property {string} apiUrl REST base, without a slash at the end
 * @property {string} authUrl auth base, without a slash at the end
 * @property {string} wsUrl WebSocket base; the path is always `/ws`
 * @property {'websocket' | 'rest'} transport how a message is sent
 */

/**
 * The web server writes the configuration into the page.
 * @returns {Config}
 * @throws {Error} when the page was served without it
 */
function read() {
  const found = JSON.parse(document.getElementById('config')?.textContent ?? '{}');
  const { apiUrl, authUrl, wsUrl, transport } = found;
  if (!apiUrl || !authUrl || !wsUrl)
    throw new Error('The page was served without its configuration (apiUrl, authUrl, wsUrl).');
  return { apiUrl, authUrl, wsUrl, transport: transport === 'rest' ? 'rest' : 'websocket' };
}

export const config = read();
