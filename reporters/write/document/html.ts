import { slug, visible } from '../../../lib/basics/plain-text.ts';
import { type Block, type Report, type Inline, filesText, withoutScreenshot } from './blocks.ts';
import { STYLE } from './style.ts';

/** The document as one HTML page that needs nothing else: style and pictures are inside. */
export function toHtml({ title, verdict, causes, facts, tiles, blocks }: Report): string {
  const contents = blocks.filter((block) => block.kind === 'heading' && block.level === 2) as Extract<
    Block,
    { kind: 'heading' }
  >[];
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escape(title)}: ${escape(verdict.status)}</title>
<style>${STYLE}</style>
</head>
<body>
<header class="top ${verdict.tone}">
<div class="page">
<p class="over">${escape(title)}</p>
<h1 class="${verdict.statusTone}">${escape(verdict.status)}</h1>
<p class="also">${escape(verdict.also)}</p>
${causes.length > 0 ? `<ol class="causes">${causes.map(causeItem).join('')}</ol>\n` : ''}<p class="says">${inline(verdict.says)}</p>
<dl class="facts">${facts.map(([name, value]) => `<div><dt>${escape(name)}</dt><dd>${inline(value)}</dd></div>`).join('')}</dl>
</div>
</header>
<main class="page">
<section class="tiles">${tiles.map((tile) => `<div class="tile ${tile.tone}"><span>${escape(tile.name)}</span><b>${escape(tile.value)}</b><small>${escape(tile.says)}</small></div>`).join('')}</section>
<nav aria-label="Contents">${contents.map(({ text }) => `<a href="#${slug(text)}">${escape(text)}</a>`).join('')}</nav>
${blocks.map(write).join('\n')}
</main>
</body>
</html>
`;
}

function causeItem({ title, owner, says, seen, or, lookFirst }: Report['causes'][number]): string {
  const fact = seen === '' ? '' : `<p>Seen: ${escape(seen)}</p>`;
  const other = or === '' ? '' : `<p>Or: ${escape(or)}</p>`;
  const first = lookFirst === '' ? '' : `<p>Look first at: <strong>${escape(lookFirst)}</strong></p>`;
  return `<li><b>${escape(title)}</b> <span class="mark none">${escape(owner)}</span> <small>${escape(says)}</small>${fact}${other}${first}</li>`;
}

function write(block: Block): string {
  switch (block.kind) {
    case 'heading': {
      const mark = block.mark ? ` <span class="mark ${block.tone ?? 'none'}">${escape(block.mark)}</span>` : '';
      return `<h${block.level} id="${slug(block.text)}">${escape(block.text)}${mark}</h${block.level}>`;
    }
    case 'text':
      return `<p>${inline(block.text)}</p>`;
    case 'note':
      return `<p class="note ${block.tone}">${inline(block.text)}</p>`;
    case 'list': {
      const tag = block.ordered ? 'ol' : 'ul';
      return `<${tag}>${block.items.map((item) => `<li>${inline(item)}</li>`).join('')}</${tag}>`;
    }
    case 'table':
      return tableOf(block);
    case 'picture':
      return `<figure><div class="picture">${block.svg}</div><figcaption>${escape(block.caption)}</figcaption></figure>`;
    case 'screenshot':
      return block.png
        ? `<figure class="screenshot"><img src="data:image/png;base64,${block.png.toString('base64')}" alt="The page at the end of the test"><figcaption>${escape(block.caption)}</figcaption></figure>`
        : `<p class="muted">${escape(withoutScreenshot(block.caption))}</p>`;
    case 'files':
      return `<p>${inline(filesText(block))}</p>`;
    case 'preformatted':
      return `<pre tabindex="0">${escape(block.text)}</pre>`;
    case 'folded':
      return `<details><summary>${escape(block.summary)}</summary>${block.blocks.map(write).join('\n')}</details>`;
  }
}

function tableOf({ head, rows, source, figures = [] }: Extract<Block, { kind: 'table' }>): string {
  const side = (column: number) => (figures.includes(column) ? ' class="figure"' : '');
  const cells = (row: Inline[], tag: string) =>
    row.map((cell, column) => `<${tag}${side(column)}>${inline(cell)}</${tag}>`).join('');
  return `<figure class="table"><div class="scroll"><table><thead><tr>${cells(head, 'th')}</tr></thead><tbody>${rows
    .map((row) => `<tr>${cells(row, 'td')}</tr>`)
    .join('')}</tbody></table></div><figcaption>Source: ${escape(source)}</figcaption></figure>`;
}

function inline(part: Inline): string {
  if (typeof part === 'string') return words(escape(part)).replace(/\n/g, '<br>');
  if (Array.isArray(part)) return part.map(inline).join('');
  if ('strong' in part) return `<strong>${inline(part.strong)}</strong>`;
  if ('muted' in part) return `<span class="muted">${inline(part.muted)}</span>`;
  if ('link' in part) return `<a href="${escape(part.to)}">${escape(part.link)}</a>`;
  return `<code>${words(escape(part.code))}</code>`;
}

/** Status words that stand alone in a cell get their colour. */
const TONES: Readonly<{ [word: string]: string }> = {
  passed: 'good',
  met: 'good',
  failed: 'bad',
  'not met': 'bad',
  'timed out': 'bad',
  flaky: 'warn',
  'not run': 'warn',
  skipped: 'none',
  'not as advised': 'none',
};

function words(escaped: string): string {
  const tone = TONES[escaped];
  return tone ? `<span class="mark ${tone}">${escaped}</span>` : escaped;
}

/** Safe as text and as an attribute's value. */
function escape(text: string): string {
  return visible(text).replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
