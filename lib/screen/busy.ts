/**
 * Finds what makes the chat look busy: a text like "Streaming...", `aria-busy`, a bar of progress, something that
 * turns or runs without an end. Runs in the page and stands alone.
 * @returns one name per mark, the same at each look
 */
export function busyMarks(): string[] {
  const waiting =
    /^\W*(?:streaming|processing|thinking|loading|initiali[sz]ing|generating|typing|working|running|sending|waiting|stopping|starting|analy[sz]ing|writing|please wait)\b[^.!?]*(?:\.\.\.|…)$|^running$/i;
  const chat = document.querySelector('[data-testid="main-chat"]');
  if (!chat) return [];
  const isRendered = (element: Element) =>
    element.checkVisibility({ visibilityProperty: true, opacityProperty: true, contentVisibilityAuto: true });
  const nameOf = (element: Element) => `${element.tagName.toLowerCase()}.${[...element.classList].join('.')}`;
  const marks: string[] = [];
  for (const element of [chat, ...chat.querySelectorAll('[aria-busy="true"], progress, [role="progressbar"]')]) {
    if (element === chat && chat.getAttribute('aria-busy') !== 'true') continue;
    if (isRendered(element)) marks.push(`${nameOf(element)} looks busy`);
  }
  const walker = document.createTreeWalker(chat, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const text = (node.nodeValue ?? '').replace(/\s+/g, ' ').trim();
    const { parentElement } = node;
    if (!waiting.test(text) || !parentElement || parentElement.closest('article, [role="article"], textarea')) continue;
    if (isRendered(parentElement)) marks.push(`"${text}"`);
  }
  for (const animation of document.getAnimations()) {
    const target = (animation.effect as KeyframeEffect | null)?.target;
    const isEndless = animation.effect?.getComputedTiming().endTime === Infinity;
    // What only glows may be a decoration.
    const moves = (animation.effect as KeyframeEffect | null)
      ?.getKeyframes()
      .some((frame) => /rotate|translate/.test(`${String(frame.transform)} ${'rotate' in frame ? 'rotate' : ''}`));
    if (!isEndless || !moves || animation.playState !== 'running' || !target || !chat.contains(target)) continue;
    const name = (animation as CSSAnimation).animationName || 'animation';
    if (isRendered(target)) marks.push(`${nameOf(target)} moves without an end (${name})`);
  }
  return marks;
}
