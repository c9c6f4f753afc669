// Why there is no data, by the codes of the drivers: what is the matter, and what to try. English comes as text with the code.

import { spoken } from '../words.js';

const WIRING_AND_ADDRESS = 'vérifiez l’alimentation, le câblage et la vitesse, puis que server.logical, server.physical et leur longueur sont ceux du compteur';
const RECEPTION = 'vérifiez son identification, le mode de liaison et la distance au récepteur';

const FRENCH = {
  ANSWERS: ['le compteur répond', ''],
  NOT_ASKED: ['le compteur n’a pas encore été interrogé', 'attendez la première lecture'],
  MISCONFIGURED: ['les réglages sont faux : {0}', 'corrigez-les'],
  DAMAGED: ['la réponse est endommagée ({0})', 'vérifiez le câblage, le blindage et la position de la tête, puis la vitesse et le format'],
  SILENT: ['aucun octet n’est arrivé{0}', 'vérifiez que le compteur est alimenté, que la tête est bien posée et que l’adresse est la sienne'],
  INCOMPLETE: ['la réponse s’est arrêtée avant la fin{0}', 'vérifiez le câble et la position de la tête, ou attendez plus longtemps'],
  ECHO: ['seul ce qui a été envoyé est revenu{0}', 'le convertisseur s’entend lui-même et le compteur ne répond pas : réglez echo de la ligne sur DETECT ou REMOVE, puis vérifiez le côté du compteur'],
  WRONG_PARITY: ['des caractères d’une autre parité ou d’un autre nombre de bits sont arrivés{0}', 'essayez 7E1 au lieu de 8N1, ou 8N1 au lieu de 7E1'],
  WRONG_BAUD: ['des caractères que donne une autre vitesse sont arrivés{0}', 'essayez une autre vitesse'],
  NOISE: ['des octets étrangers au protocole sont arrivés{0}', 'vérifiez le câblage, le blindage et la lumière à la tête, puis la vitesse et le format'],
  BUSY: ['la ligne est prise par un autre{0}', 'lisez moins souvent, attendez plus longtemps, ou fermez le programme qui la tient'],
  UNREACHABLE: ['la ligne ne peut pas être ouverte{0}', 'branchez l’adaptateur ou allumez l’appareil, ou corrigez l’adresse'],
  REFUSED: ['la ligne refuse ses réglages{0}', 'choisissez une vitesse et un format que le port accepte'],
  LOST: ['la ligne s’est rompue{0}', 'elle se rouvre d’elle-même ; vérifiez la prise et le réseau si cela arrive souvent'],
  ENDED: ['la conversation est finie{0}', 'demandez de nouveau la ligne'],
  NO_OPTICAL_START: ['pas de démarrage optique : {0}', 'vérifiez la position de la tête, baud.initial et device.address, et que le compteur connaît le mode E'],
  WRONG_CLIENT_ADDRESS: ['mauvaise adresse de client : rien ne répond à {0}, et un compteur répond à {1}', 'corrigez client.address en une que le compteur connaît'],
  WRONG_SERVER_ADDRESS: ['mauvaise adresse de serveur : rien ne répond à {0}, et un compteur répond à {1}', 'corrigez server.logical, server.physical et server.address.bytes'],
  NO_ANSWER_IN_WRAPPER: ['mauvaise adresse de serveur ou de client : connecté, et le compteur ne répond rien à {0}', 'vérifiez client.address et server.logical, et que le port parle le wrapper et non HDLC'],
  NO_HDLC_AFTER_SIGN_ON: ['pas de réponse HDLC : le compteur s’est annoncé, et rien n’est arrivé à {0}', WIRING_AND_ADDRESS],
  NO_HDLC_ANSWER: ['pas de réponse HDLC : aucun octet n’est arrivé à {0}', WIRING_AND_ADDRESS],
  NO_DLMS_OVER_HDLC: ['la réponse est endommagée ou n’est pas du DLMS ({0})', 'vérifiez le câblage, la vitesse et le format, et que le compteur parle ici HDLC'],
  NO_DLMS_IN_WRAPPER: ['la réponse est endommagée ou n’est pas du DLMS ({0})', 'vérifiez que le port parle le wrapper et non HDLC, et que personne d’autre n’utilise la connexion'],
  REFUSES_SOME: ['le compteur répond, et refuse des objets ({0} sur {1}) : {2}', ''],
  NO_CONNECTION: ['mauvaise adresse de serveur ou de client : {0} à {1}', 'vérifiez client.address, server.logical et server.physical'],
  ASSOCIATION_REFUSED: ['association refusée : le compteur n’accepte pas ainsi le client {0} : {1}', 'vérifiez client.address, authentication, security.policy et referencing'],
  WRONG_PASSWORD: ['mauvais mot de passe : le compteur refuse la preuve du client {0} ({1})', 'corrigez password, ou l’authentification que client.address demande'],
  WRONG_KEY: ['mauvaise clé : {0}', 'corrigez key.encryption et key.authentication, et vérifiez security.suite'],
  COUNTER_REFUSED: ['compteur d’invocation refusé : {0}', 'vérifiez qu’aucun autre système n’utilise ce client, et que counter.object est celui de ce client'],
  NOT_GENUINE: ['non authentique : {0}', 'vérifiez meter.title et si le compteur a été remplacé ; sinon, quelqu’un intervient sur la ligne'],
  NOT_AUTHORISED: ['non autorisé : {0}', 'demandez-le sous un autre client.address, ou laissez-le de côté'],
  OBJECT_UNDEFINED: ['objet inconnu : {0}', 'corrigez l’objet et la classe, ou faites une recherche sur le compteur'],
  METER_BUSY: ['compteur occupé : {0}', 'lisez moins souvent, ou attendez une minute'],
  OBJECT_REFUSED: ['refusé : {0}', 'vérifiez l’objet, la classe et l’attribut'],
  PUSH_DAMAGED: ['un envoi spontané est arrivé endommagé : {0}', 'vérifiez le câblage, la vitesse et le format'],
  NO_PUSH: ['ce qui est arrivé n’est pas un envoi spontané : {0}', 'vérifiez push.carrier, la vitesse et le format'],
  PUSH_WITHOUT_KEY: ['clé manquante : {0}', 'entrez key.encryption et key.authentication, ou permettez push.unauthenticated si la seconde n’est pas communiquée ; key.master pour des clés enveloppées, key.agreement, meter.agreementkey et meter.publickey pour des clés convenues'],
  PUSH_WITH_WRONG_KEY: ['mauvaise clé : {0}', 'corrigez key.encryption et key.authentication, ou permettez push.unauthenticated ; avec des clés enveloppées ou convenues aussi key.master, ou client.title et les clés pour en convenir'],
  PUSH_REPLAYED: ['non authentique : {0}', 'cherchez qui renvoie d’anciens envois'],
  NOTHING_PUSHED: ['rien n’a été envoyé depuis {0} ms', 'vérifiez que le port du compteur est activé, le câble et la vitesse, ou augmentez push.timeout'],
  ROW_NOT_NOTED: ['la dernière ligne transmise ne peut pas être notée : {0}', 'vérifiez que le disque de la passerelle a de la place et accepte l’écriture'],
  NO_ANSWER_ON_BUS: ['pas de réponse ({0})', 'vérifiez l’adresse, la vitesse du bus et que le compteur est raccordé ; une recherche trouve les compteurs'],
  KEY_DOES_NOT_OPEN: ['sa clé n’ouvre pas ses données ({0})', 'corrigez-la'],
  UNREADABLE: ['sa réponse est illisible ({0})', 'signalez la trame'],
  REPORTS_ERROR: ['il signale l’erreur {0}, {1}', 'redemandez plus tard'],
  KEY_NOT_SET: ['ses données sont chiffrées ({0}) et aucune clé n’est réglée', 'entrez son adresse et sa clé dans une case du pilote'],
  ENCRYPTION_NOT_READ: ['ses données sont chiffrées avec {0}, qui n’est pas lu', ''],
  REPORTS_ALARM: ['il signale l’alarme {0}', 'allez voir le compteur'],
  COMPACT_FRAME: ['il a envoyé une trame compacte dont le format n’est pas encore connu', 'attendez une trame complète'],
  OTHER_PROTOCOL: ['il a envoyé {0}', ''],
  NO_DATA: ['il répond qu’il n’a pas de données', 'redemandez plus tard'],
  BUS_COLLISION: ['{0}', 'donnez aux compteurs des adresses différentes, ou appelez-les par leurs adresses secondaires ; vérifiez la vitesse et la parité'],
  BUS_FOREIGN_ANSWER: ['{0}', 'cherchez un second compteur de cette adresse, ou attendez plus longtemps les compteurs lents (answer.margin)'],
  BUS_DISTURBED: ['{0}', 'vérifiez le câblage, la longueur et la charge du bus, puis la vitesse et la parité'],
  BUS_CONVERTER: ['{0}', 'vérifiez le convertisseur de niveau ; réglez echo sur DETECT s’il s’entend lui-même'],
  BUS_ANSWER_LATE: ['{0}', 'vérifiez l’adresse et la vitesse'],
  FAULTS_ON_BUS: ['le compteur répond, après des défauts sur le bus : {0}', 'regardez le câblage'],
  NOT_HEARD: ['aucun télégramme de lui n’a été entendu', RECEPTION],
  NOT_HEARD_BECAUSE: ['aucun télégramme de lui n’a été entendu : {0}', RECEPTION],
  NOT_HEARD_SINCE: ['son dernier télégramme est arrivé à {0}', 'vérifiez la pile du compteur et l’antenne du récepteur'],
  BROKEN_OFF: ['la lecture a été interrompue', 'redemandez'],
  BATTERY_SAVED: ['nombre de lectures par jour que sa pile supporte : {0} ; la prochaine est due à {1}', 'attendez-la, ou augmentez ce nombre'],
  BROKE_MIDWAY: ['la ligne s’est rompue au milieu de la conversation ({0})', 'elle se rouvre d’elle-même ; vérifiez la prise et le réseau si cela arrive souvent'],
  BLOCK_CHECK: ['le contrôle de bloc est faux, même dans le message répété ({0})', 'nettoyez le port du compteur, reposez la tête, écartez la lumière, ou abaissez baud.max'],
  NOT_THE_PROTOCOL: ['ce qui est arrivé n’est pas le protocole ({0})', 'choisissez le mode que le compteur connaît, ou abaissez baud.max'],
  MESSAGE_DAMAGED: ['un message est arrivé endommagé ({0})', 'vérifiez le câble et sa longueur ; le prochain message peut être bon'],
  ENCRYPTED_MESSAGE_DAMAGED: ['un message est arrivé endommagé ({0})', 'vérifiez les clés, puis le câble ; le prochain message peut être bon'],
  PASSWORD_REFUSED: ['mauvais mot de passe : le compteur l’a refusé{0}', 'corrigez password et login.command, et attendez : beaucoup de compteurs se bloquent un moment après des mots de passe faux'],
  PASSWORD_NEEDED: ['le compteur a refusé{0}, et aucun mot de passe n’est réglé', 'réglez password si le compteur en veut un'],
  ANSWERS_AT_LOWER_SPEED: ['le compteur répond à {0} bauds, et non à la vitesse supérieure qu’il propose : fausse proposition de vitesse', 'réglez baud.max sur {0}'],
  ANSWERS_AFTER_GARBAGE: ['le compteur répond, avec des octets parasites avant le caractère de début : {0}', 'écartez la lumière de la tête et vérifiez le câblage'],
  ANSWERS_WITH_ECHO: ['le compteur répond, et la tête entend son propre écho', 'rien à faire : les échos sont écartés'],
  OPTION_REFUSED: ['compteur occupé : il s’est annoncé et a répondu NAK au choix du mode', 'lisez-le moins souvent, fermez les autres lecteurs sur son second port, ou choisissez un autre mode'],
  SIGNED_OFF: ['refusé : le compteur a pris congé (B0) avant de donner quoi que ce soit', 'attendez une minute, et vérifiez que le compteur permet ce qui est demandé'],
  ANSWERED_WITH_ERROR: ['refusé : le compteur a répondu par l’erreur « {0} »', 'cherchez l’erreur dans le manuel du compteur'],
  NOTHING_AT_PROPOSED_SPEED: ['fausse proposition de vitesse : le compteur s’est annoncé, et rien n’est arrivé après le passage à {0} bauds', 'abaissez baud.max, ou choisissez le mode A si le compteur ne change pas de vitesse'],
  GARBAGE_AT_PROPOSED_SPEED: ['fausse proposition de vitesse : le compteur propose {0} bauds, et ce qui arrive à cette vitesse est illisible', 'abaissez baud.max ; la vitesse inférieure est essayée d’elle-même'],
  REGISTER_REFUSED: ['{0}', 'vérifiez l’adresse et la commande, et si le mot de passe l’ouvre'],
  SEVERAL_METERS: ['deux compteurs répondent en même temps', 'réglez device.address pour n’en appeler qu’un, ou donnez-leur des adresses différentes'],
  MESSAGE_TOO_OLD: ['ce que le compteur a envoyé en dernier date de plus de {0} ms', 'vérifiez le câble, ou augmentez push.timeout'],
  LAST_MESSAGE_LOST: ['le compteur répond, et ce qui est arrivé en dernier est perdu : {0}', ''],
};

function filled(words, parameters) {
  return words.replace(/\{(\d)\}/g, (place, i) => parameters[i] ?? '');
}

function sentence(wrong, advice) {
  return advice ? `${wrong} ; ${advice}` : wrong;
}

// What is the matter, and what to try; a reason that is not known here is told as its English text.
function parts({ code, parameters, advice, cause }) {
  const [wrong, usual] = FRENCH[code];
  const behind = cause && cause.code in FRENCH ? parts(cause) : null;
  const inner = behind && (usual ? sentence(...behind) : behind[0]);
  const particulars = behind ? [...parameters.slice(0, -1), inner] : parameters;
  return [filled(wrong, particulars), advice ?? (filled(usual, parameters) || behind?.[1] || '')];
}

// A text of the gateway, with the reason that comes with it.
export function reasonOf(text, reason) {
  return spoken() === 'fr' && reason && reason.code in FRENCH ? sentence(...parts(reason)) : text;
}

// What is the matter with a line, with its message if it has one; and what to try.
export function conditionOf({ condition, meaning, message, advice }) {
  return spoken() === 'fr' && condition in FRENCH
    ? parts({ code: condition, parameters: [message ? ` (${message})` : ''], advice: null, cause: null })
    : [message ?? meaning, advice];
}
