import { visible } from '../../../lib/basics/plain-text.ts';
import { type Block, type Report, type Inline, filesText, link, withoutScreenshot } from './blocks.ts';

/** The document as Markdown (GitHub's). @param pictures folder of the pictures, relative to the file */
export function toMarkdown({ title, verdict, causes, facts, tiles, blocks }: Report, pictures: string): string {
  return visible(
    [
      `# ${inline(title)}`,
      `**${inline(verdict.status)}** **${inline(verdict.also)}** ${inline(verdict.says)}`,
      ...(causes.length > 0 ? [causes.map(causeLine).join('\n')] : []),
      facts.map(([name, value]) => `**${inline(name)}:** ${inline(value)}`).join(' · '),
      tiles.map(({ name, value, says }) => `**${inline(name)}** ${inline(value)} (${inline(says)})`).join(' · '),
      blocksToMarkdown(blocks, pictures),
    ].join('\n\n') + '\n',
  );
}

function causeLine({ title, owner, says, seen, or, lookFirst }: Report['causes'][number], index: number): string {
  const fact = seen === '' ? '' : ` Seen: ${inline(seen)}.`;
  const other = or === '' ? '' : ` Or: ${inline(or)}.`;
  const first = lookFirst === '' ? '' : ` Look first at: ${inline(lookFirst)}.`;
  return `${index + 1}. **${inline(title)}** (${inline(says)}), ${inline(owner)}.${fact}${other}${first}`;
}

/** Blocks without a document around them. @param pictures folder of the pictures, where there are some */
export function blocksToMarkdown(blocks: readonly Block[], pictures = ''): string {
  return visible(blocks.map((block) => write(block, pictures)).join('\n\n'));
}

function write(block: Block, pictures: string): string {
  switch (block.kind) {
    case 'heading':
      return `${'#'.repeat(block.level)} ${inline(block.text).replace(/\s+/g, ' ')}${block.mark ? ` — ${inline(block.mark)}` : ''}`;
    case 'text':
      return inline(block.text);
    case 'note':
      return inline(block.text)
        .split('\n')
        .map((line) => `> ${line}`)
        .join('\n');
    case 'list':
      return block.items.map((item, index) => `${block.ordered ? `${index + 1}.` : '-'} ${inline(item)}`).join('\n');
    case 'table':
      return tableOf(block);
    case 'picture':
      return `![${inline(block.caption)}](${pictures}/${block.name}.svg)\n\n*${inline(block.caption)}*`;
    case 'screenshot':
      return inline(
        block.png ? [block.caption, ' ', link('Screenshot', block.of.path)] : withoutScreenshot(block.caption),
      );
    case 'files':
      return inline(filesText(block));
    case 'preformatted':
      return fenced(block.text);
    case 'folded':
      return [
        `<details><summary>${inline(block.summary)}</summary>`,
        blocksToMarkdown(block.blocks, pictures),
        '</details>',
      ].join('\n\n');
  }
}

function tableOf({ head, rows, source, figures = [] }: Extract<Block, { kind: 'table' }>): string {
  const line = (cells: string[]) => `| ${cells.join(' | ')} |`;
  return [
    line(head.map(inline)),
    line(head.map((_, column) => (figures.includes(column) ? '---:' : '---'))),
    ...rows.map((row) => line(row.map((cell) => inline(cell).replaceAll('|', '\\|').replace(/\n+/g, '<br>')))),
    '',
    `*Source: ${inline(source)}*`,
  ].join('\n');
}

/**
 * A fenced block; a text with a fence of its own stands in HTML, where no reader, however simple, takes it for the end
 * of ours.
 */
function fenced(content: string): string {
  return content.includes('```') ? `<pre>\n${entities(content)}\n</pre>` : `\`\`\`\n${content}\n\`\`\``;
}

function inline(part: Inline): string {
  if (typeof part === 'string') return plain(part);
  if (Array.isArray(part)) return part.map(inline).join('');
  if ('strong' in part) return inline(part.strong).replace(/\S(?:[^]*\S)?/, (words) => `**${words}**`);
  if ('muted' in part) return inline(part.muted);
  if ('link' in part)
    return `[${inline(part.link)}](${encodeURI(part.to).replace(/[()]/g, (sign) => (sign === '(' ? '%28' : '%29'))})`;
  return part.code.includes('`') ? `<code>${plain(part.code)}</code>` : `\`${part.code}\``;
}

/**
 * Signs of text that Markdown takes for markup: anywhere, between words, before an entity's name, and where a line
 * begins.
 */
const MARKUP =
  /[`<>\\*~]|\](?=[([])|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])|&(?=[#\w]+;)|(?<=^ {0,3})[#+=-]|(?<=^ {0,3}\d{1,9})[.)](?=\s)/gm;

/**
 * Text in which nothing is taken for markup. A backtick becomes an entity, so that every one in the document is a
 * delimiter of ours.
 */
function plain(text: string): string {
  return text.replace(MARKUP, (sign) => (/[`<>&]/.test(sign) ? entities(sign) : `\\${sign}`));
}

function entities(text: string): string {
  return text
    .replace(/[&<>]/g, (sign) => `&${sign === '&' ? 'amp' : sign === '<' ? 'lt' : 'gt'};`)
    .replaceAll('`', '&#96;');
}
