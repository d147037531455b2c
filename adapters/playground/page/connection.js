/** The stream of what the people here may see. The browser reconnects by itself and says where it left off. */

const AGAIN_MS = 2000;

/**
 * @param {readonly string[]} people
 * @param {{ state: (state: object) => void, change: (change: object) => void, ready: () => void, lost: () => void }} on
 */
export function connect(people, on) {
  // One stream for everybody: browsers allow six connections to a host, over all tabs.
  const source = new EventSource(`api/events?${people.map((who) => `who=${who}`).join('&')}`);
  source.addEventListener('state', (event) => on.state(JSON.parse(event.data)));
  source.addEventListener('change', (event) => on.change(JSON.parse(event.data)));
  source.addEventListener('ready', () => on.ready());
  source.addEventListener('error', () => {
    on.lost();
    if (source.readyState === EventSource.CLOSED) setTimeout(() => connect(people, on), AGAIN_MS);
  });
}
