/** The page: three people's windows on one stream. */
import { connect } from './connection.js';
import { h } from './dom.js';
import { initial } from './message.js';
import { pane } from './pane.js';
import { PEOPLE } from './people.js';

const QUIET_MS = 600;

const news = document.getElementById('news');
const banner = document.getElementById('connection');
const panes = new Map(PEOPLE.map((person) => [person.who, pane(person, announce)]));
const tabs = new Map(PEOPLE.map((person) => [person.who, tab(person)]));

document.getElementById('panes').append(...[...panes.values()].map(({ element }) => element));
document.getElementById('tabs').append(...tabs.values());
show('mira');

for (const button of document.querySelectorAll('.try')) {
  button.addEventListener('click', () => {
    const { who, channel, line } = button.dataset;
    show(who);
    panes.get(who).fill(channel, line);
  });
}
// On a small screen the people matter more than the words about them.
if (matchMedia('(max-width: 1019px)').matches) document.querySelector('.tour').open = false;

let complaint;
connect([...panes.keys()], {
  state: (state) => panes.get(state.who)?.state(state),
  change: (change) => {
    const isNews = panes.get(change.who)?.change(change);
    const its = tabs.get(change.who);
    if (isNews && its.getAttribute('aria-current') !== 'true') its.classList.add('has-news');
  },
  ready: () => {
    clearTimeout(complaint);
    complaint = undefined;
    banner.hidden = true;
    document.body.dataset.ready = 'true';
  },
  lost: () => {
    // A restart of the desk is over before anybody could read about it.
    complaint ??= setTimeout(() => {
      banner.textContent = 'The connection is lost. Reconnecting…';
      banner.hidden = false;
    }, QUIET_MS);
  },
});

function tab({ who, name, role }) {
  const button = h(
    'button',
    { type: 'button', 'data-who': who },
    initial(name),
    h('span', {}, name, h('small', {}, role)),
  );
  button.addEventListener('click', () => show(who));
  return button;
}

/** Which window a small screen shows. A wide one shows them all. */
function show(who) {
  for (const [other, { element }] of panes) element.classList.toggle('is-current', other === who);
  for (const [other, button] of tabs) button.setAttribute('aria-current', String(other === who));
  tabs.get(who).classList.remove('has-news');
}

function announce(text) {
  news.append(h('span', {}, text));
  while (news.childElementCount > 4) news.firstElementChild.remove();
}
