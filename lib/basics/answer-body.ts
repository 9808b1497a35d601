/** Why the body of an answer was not read to its end, as the end of a sentence that names who answered. */
class BodyFault extends Error {}

/** Most that an answer of the product's services is long, in bytes; theirs have some kilobytes. */
const MOST = 1024 * 1024;

/**
 * Reads the body of an answer as text, within the time that the request was given.
 * @param response of `fetch`
 * @throws BodyFault when it is too long, or did not come to its end in time
 */
export async function bodyOf(response: Response): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  let length = 0;
  try {
    for await (const part of response.body ?? []) {
      length += part.length;
      if (length > MOST) throw new BodyFault(`sent more than ${MOST / 1024 / 1024} MiB`);
      text += decoder.decode(part, { stream: true });
    }
  } catch (error) {
    if (error instanceof BodyFault) throw error;
    const late = (error as Error).name === 'TimeoutError';
    throw new BodyFault(
      late ? `sent ${length} bytes and then did not come to an end in time` : `broke off after ${length} bytes`,
    );
  }
  return text + decoder.decode();
}
