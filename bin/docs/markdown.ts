/** A table of Markdown. @param rows cells, in which line breaks and bars are made harmless */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll(/\s+/g, ' ').replaceAll('|', '\\|').trim()).join(' | ')} |`;
  return [line(head), `|${'---|'.repeat(head.length)}`, ...rows.map(line)].join('\n');
}

/** A block of text that is shown as it is. */
export function fenced(text: string, language = 'text'): string {
  return `\`\`\`${language}\n${text.replaceAll(/[ \t]+$/gm, '').trim()}\n\`\`\``;
}

export function code(text: string): string {
  return `\`${text}\``;
}

/** How a part begins and ends, and what stands between it and its content: comments of Markdown, or of YAML. */
function marksIn(document: string, part: string): { begin: string; end: string } {
  const yaml = new RegExp(`^( *)# begin: ${part}, made by npm run docs$`, 'm').exec(document);
  return yaml
    ? { begin: `# begin: ${part}, made by npm run docs\n${yaml[1]}`, end: `\n${yaml[1]}# end: ${part}` }
    : { begin: `<!-- begin: ${part}, made by npm run docs -->\n\n`, end: `\n\n<!-- end: ${part} -->` };
}

/**
 * The part of a document between its two marks, without the blank lines around it.
 * @throws Error when the document has no such part
 */
export function partOf(document: string, part: string): string {
  const { begin, end } = marksIn(document, part);
  const from = document.indexOf(begin);
  const to = document.indexOf(end, from);
  if (from < 0 || to < 0) throw new Error(`The document has no part "${begin.trim()}" ... "${end.trim()}".`);
  return document.slice(from + begin.length, to).trim();
}

/** The document with another content of this part. @throws Error when the document has no such part */
export function withPart(document: string, part: string, content: string): string {
  const { begin, end } = marksIn(document, part);
  const former = `${begin}${document.slice(document.indexOf(begin) + begin.length, document.indexOf(end))}${end}`;
  partOf(document, part);
  return document.replace(former, () => `${begin}${content}${end}`);
}
