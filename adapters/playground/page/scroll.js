/** Where a feed stands while messages arrive: it follows the newest for whoever reads the newest, and lets others read on. */
import { h, icon } from './dom.js';

/** A thread's box beneath the last message still counts as the end. */
const NEAR_BOTTOM = 96;

/** @param {HTMLElement} scroller */
export function scrolling(scroller) {
  const news = h('button', { type: 'button', class: 'news', hidden: true }, 'New message', icon('down'));
  let unseen;
  let following = true;

  const atBottom = () => scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < NEAR_BOTTOM;
  const toBottom = () => {
    scroller.scrollTop = scroller.scrollHeight;
  };
  const edges = (element) => [element.getBoundingClientRect(), scroller.getBoundingClientRect()];
  const isSeen = (element) => {
    const [inner, outer] = edges(element);
    return inner.bottom > outer.top && inner.top < outer.bottom - 8;
  };
  const isWhole = (element) => {
    const [inner, outer] = edges(element);
    return inner.top >= outer.top && inner.bottom <= outer.bottom;
  };
  const into = (element) => {
    const fits = element.offsetHeight < scroller.clientHeight;
    element.scrollIntoView({ block: fits ? 'nearest' : 'start' });
  };

  /** Offers to go to a message that is out of sight. */
  function offer(element) {
    if (isSeen(element)) return;
    const [inner, outer] = edges(element);
    unseen = element;
    news.classList.toggle('is-above', inner.top < outer.top);
    news.hidden = false;
  }

  news.addEventListener('click', () => unseen?.scrollIntoView({ block: 'center' }));
  scroller.addEventListener('scroll', () => {
    following = atBottom();
    if (unseen === undefined || isSeen(unseen)) news.hidden = true;
  });
  // A box that grows, or a window that shrinks, must not push the newest message out of sight.
  new ResizeObserver(() => following && toBottom()).observe(scroller);

  return {
    news,
    atBottom,
    toBottom,
    offer,
    /** Goes to the end, and on to the message if that is elsewhere; of one that does not fit, to its beginning. */
    reveal: (element) => {
      toBottom();
      if (!isWhole(element)) into(element);
    },
    /** Stays at the end. A message that is not there, in the thread of an older one, is only offered. */
    follow: (element) => {
      toBottom();
      if (isWhole(element)) return;
      if (scroller.querySelector('.messages').lastElementChild?.contains(element)) into(element);
      else offer(element);
    },
  };
}
