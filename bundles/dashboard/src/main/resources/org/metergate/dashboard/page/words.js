// What the page says, in each language that it speaks. A view brings words of its own with learn().

const WORDS = {
  en: {
    skip: 'Skip to the content',
    language: 'Language',
    logout: 'Log out',
    login: 'Log in',
    user: 'User',
    password: 'Password',
    firstUser: 'At the first start the user is admin; the password stands in metergate/dashboard/first-password.txt in the data folder of the gateway.',
    change: 'Choose a password',
    changeWhy: 'The password that you used was made for you. Choose one of 10 characters or more.',
    present: 'Present password',
    wanted: 'New password',
    save: 'Save',
    meters: 'Meters',
    noMeters: 'No meter has said anything yet. Wire an asset to the component “Dashboard” in the gateway’s wire graph.',
    OK: 'all well',
    PARTLY: 'some channels failed',
    FAILED: 'failed',
    STALE: 'silent',
    NEW: 'has said nothing yet',
    seen: 'heard',
    silentSince: 'silent since {0}',
    every: 'every {0}\u202fs',
    channel: 'Channel',
    value: 'Value',
    time: 'Time',
    history: 'History',
    historyOf: 'History: {0}',
    range: 'Shown',
    hour: 'last hour',
    day: 'last day',
    month: 'last 30 days',
    noHistory: 'There is no number of this channel in this time.',
    download: 'Download as CSV',
    live: 'live',
    broken: 'no connection, trying again',
    failed: 'That did not work: {0}',
    unreachable: 'the gateway does not answer',
    notFound: 'There is no such meter.',
    deleted: 'This meter was deleted.',
    back: 'All meters',
    chart: 'Chart of {0}, from {1} to {2}; the newest value is {3}',
    asTable: 'As a table',
  },
  fr: {
    skip: 'Aller au contenu',
    language: 'Langue',
    logout: 'Se déconnecter',
    login: 'Se connecter',
    user: 'Utilisateur',
    password: 'Mot de passe',
    firstUser: 'Au premier démarrage, l’utilisateur est admin ; le mot de passe se trouve dans metergate/dashboard/first-password.txt, dans le dossier de données de la passerelle.',
    change: 'Choisir un mot de passe',
    changeWhy: 'Le mot de passe utilisé a été créé pour vous. Choisissez-en un de 10 caractères ou plus.',
    present: 'Mot de passe actuel',
    wanted: 'Nouveau mot de passe',
    save: 'Enregistrer',
    meters: 'Compteurs',
    noMeters: 'Aucun compteur n’a encore rien dit. Reliez un « asset » au composant « Dashboard » dans le graphe de la passerelle.',
    OK: 'tout va bien',
    PARTLY: 'certaines voies en échec',
    FAILED: 'en échec',
    STALE: 'muet',
    NEW: 'n’a encore rien dit',
    seen: 'entendu',
    silentSince: 'muet depuis {0}',
    every: 'toutes les {0}\u202fs',
    channel: 'Voie',
    value: 'Valeur',
    time: 'Heure',
    history: 'Historique',
    historyOf: 'Historique : {0}',
    range: 'Période',
    hour: 'dernière heure',
    day: 'dernier jour',
    month: '30 derniers jours',
    noHistory: 'Cette voie n’a aucune valeur numérique dans cette période.',
    download: 'Télécharger en CSV',
    live: 'en direct',
    broken: 'pas de connexion, nouvel essai en cours',
    failed: 'Cela n’a pas fonctionné : {0}',
    unreachable: 'la passerelle ne répond pas',
    notFound: 'Ce compteur n’existe pas.',
    deleted: 'Ce compteur a été supprimé.',
    back: 'Tous les compteurs',
    chart: 'Courbe de {0}, de {1} à {2} ; la dernière valeur est {3}',
    asTable: 'En tableau',
  },
};

let language = localStorage.getItem('language')
  ?? (navigator.language.toLowerCase().startsWith('fr') ? 'fr' : 'en');

// More words: { en: { key: text }, fr: { key: text } }.
export function learn(more) {
  Object.entries(more).forEach(([spokenIn, words]) => Object.assign(WORDS[spokenIn], words));
}

// Words of one view only, which may be other views' words too: told apart by the view's name. Answers word() for that view.
export function vocabulary(view, more) {
  learn(Object.fromEntries(Object.entries(more).map(([spokenIn, words]) => [spokenIn,
    Object.fromEntries(Object.entries(words).map(([key, text]) => [`${view}.${key}`, text]))])));
  return (key, ...values) => word(`${view}.${key}` in WORDS[language] ? `${view}.${key}` : key, ...values);
}

// Times of English are those of 24 hours, and dates those that begin with the day.
export function locale() {
  return language === 'en' ? 'en-GB' : language;
}

export function spoken() {
  return language;
}

export function speak(wanted) {
  language = wanted in WORDS ? wanted : 'en';
  localStorage.setItem('language', language);
  document.documentElement.lang = language;
  document.querySelectorAll('[data-word]').forEach((one) => { one.textContent = word(one.dataset.word); });
}

// A text, or { one, other } of which the first value that is a number chooses, or the one of the place that `of` tells.
export function word(key, ...values) {
  let text = WORDS[language][key] ?? key;
  if (typeof text === 'object') {
    const count = values[text.of ?? values.findIndex((value) => typeof value === 'number')];
    text = text[format('plural', () => new Intl.PluralRules(locale())).select(count)] ?? text.other;
  }
  return values.reduce((filled, value, i) => filled.replace(`{${i}}`, () => (typeof value === 'number' ? number(value) : value)), text);
}

// A format is costly to make and used again and again.
const formats = new Map();
function format(key, make) {
  const of = `${language} ${key}`;
  if (!formats.has(of)) {
    formats.set(of, make());
  }
  return formats.get(of);
}

export function number(value) {
  if (typeof value !== 'number') {
    return value === null ? '' : String(value);
  }
  const digits = Math.abs(value) >= 1000 ? 1 : 3;
  return format(digits, () => new Intl.NumberFormat(locale(), { maximumFractionDigits: digits })).format(value);
}

export function time(text) {
  const when = new Date(text);
  const today = new Date().toDateString() === when.toDateString();
  return format(today, () => new Intl.DateTimeFormat(locale(), today
    ? { timeStyle: 'medium' } : { dateStyle: 'short', timeStyle: 'medium' })).format(when);
}
