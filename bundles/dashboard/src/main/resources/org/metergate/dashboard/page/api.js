// The gateway as the page sees it: REST with an access token that is kept in memory only, and the live feed.

const ROOT = '/api/v1';
let session = null;
let renewal = null;

export class Problem extends Error {
  constructor(status, detail) {
    super(detail);
    this.status = status;
  }
}

export function who() {
  return session;
}

async function send(method, path, body, headers = {}) {
  let answer;
  try {
    answer = await fetch(ROOT + path, {
      method,
      headers: body === undefined ? headers : { ...headers, 'Content-Type': 'application/json' },
      body: body === undefined ? undefined : JSON.stringify(body),
      credentials: 'same-origin',
    });
  } catch {
    throw new Problem(0, '');
  }
  if (!answer.ok) {
    const problem = await answer.json().catch(() => ({}));
    throw new Problem(answer.status, problem.detail ?? answer.statusText);
  }
  return answer;
}

export async function login(user, password) {
  session = await (await send('POST', '/session', { user, password })).json();
}

// One renewal at a time: a refresh token is good once.
export async function renew() {
  renewal ??= send('POST', '/session/renewal')
    .then((answer) => answer.json())
    .then((fresh) => { session = fresh; })
    .catch((e) => {
      if (e.status === 401) {
        session = null;
      }
      throw e;
    })
    .finally(() => { renewal = null; });
  return renewal;
}

export async function ask(method, path, body) {
  const attempt = () => send(method, path, body, { Authorization: `Bearer ${session?.accessToken}` });
  try {
    return await attempt();
  } catch (e) {
    if (e.status !== 401) {
      throw e;
    }
    await renew();
    return attempt();
  }
}

export async function get(path) {
  return (await ask('GET', path)).json();
}

export async function logout() {
  try {
    await ask('DELETE', '/session');
  } finally {
    session = null;
  }
}

export async function changePassword(present, wanted) {
  const changed = await (await ask('PUT', '/session/password', { present, wanted })).json();
  session = { ...session, ...changed };
}

// Keeps a live feed open, with a new one after each break; tells messages and whether it is connected.
export function live(subscribe, onMessage, onState) {
  let socket = null;
  let ended = false;
  let pause = 500;
  let timer = 0;

  function open() {
    const scheme = location.protocol === 'https:' ? 'wss' : 'ws';
    socket = new WebSocket(`${scheme}://${location.host}${ROOT}/live`, ['metergate.v1', `bearer.${session?.accessToken}`]);
    socket.onopen = () => {
      pause = 500;
      socket.send(JSON.stringify({ subscribe, kinds: ['readings', 'findings', 'analysis'] }));
      onState(true);
    };
    socket.onmessage = (event) => onMessage(JSON.parse(event.data));
    socket.onclose = async () => {
      if (ended) {
        return;
      }
      onState(false);
      timer = setTimeout(async () => {
        try {
          await renew();
        } catch (e) {
          if (e.status === 401) {
            ended = true;
            onState(false, true);
            return;
          }
        }
        if (!ended) {
          open();
        }
      }, pause);
      pause = Math.min(pause * 2, 15000);
    };
  }

  // Before the access token ends, so that the feed goes on without a break.
  const renewing = setInterval(async () => {
    if (session && new Date(session.until) - Date.now() < 120000) {
      await renew().catch(() => {});
      if (socket?.readyState === WebSocket.OPEN && session) {
        socket.send(JSON.stringify({ token: session.accessToken }));
      }
    }
  }, 20000);

  open();
  return () => {
    ended = true;
    clearInterval(renewing);
    clearTimeout(timer);
    socket?.close();
  };
}
