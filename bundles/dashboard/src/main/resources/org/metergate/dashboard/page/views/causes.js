// What the analysis may find, and what to look at then; the checks in English come with the finding.

import { learn, spoken, word } from '../words.js';

const CAUSES = {
  SPIKE: ['Spike', 'Pic isolé',
    'Comparez la ligne avec le journal du compteur ; cherchez un chiffre perdu, une mauvaise échelle ou une surtension de manœuvre.'],
  DIP: ['Dip', 'Creux',
    'Demandez au gestionnaire du réseau s’il y a eu un creux de tension à cette heure ; vérifiez les bornes et les fusibles de la voie.'],
  LEVEL_SHIFT: ['Level shift', 'Changement de niveau',
    'Demandez ce qui a été modifié ce jour-là : prise du transformateur, capteur, consigne, échelle de la voie.'],
  DRIFT: ['Drift', 'Dérive', 'Comparez le capteur à une référence ; nettoyez-le, étalonnez-le ou remplacez-le.'],
  STUCK_REGISTER: ['Stuck register', 'Registre figé',
    'Lisez le registre à l’afficheur du compteur ; relancez la communication, puis faites contrôler le compteur.'],
  ROLLOVER: ['Rollover', 'Passage par zéro',
    'Le compteur n’a rien ; assurez-vous que la facturation continue de compter après le passage par zéro.'],
  REGISTER_SET_BACK: ['Register set back', 'Registre remis en arrière',
    'Vérifiez si le compteur a été remplacé ou remis à zéro ; notez le dernier et le premier relevé.'],
  GAP: ['Gap', 'Relevés manquants',
    'Vérifiez la ligne, l’alimentation et l’adresse du compteur ; relisez les valeurs manquantes dans sa courbe de charge.'],
  GAP_AT_RESTART: ['Gap at a restart of the gateway', 'Relevés manquants au redémarrage de la passerelle',
    'La passerelle a redémarré entre-temps : voyez son alimentation et son journal, puis la ligne et le compteur ; relisez les valeurs manquantes dans la courbe de charge du compteur.'],
  CLOCK_JUMP: ['Clock jump', 'Saut d’horloge',
    'Comparez l’horloge du compteur avec le service de temps ; vérifiez son fuseau horaire et l’heure d’été.'],
  PHASE_LOSS: ['Phase loss', 'Perte de phase',
    'Vérifiez le fusible et les bornes de la phase ; mesurez la tension au compteur.'],
  REVERSED_CT: ['Reversed current transformer', 'Transformateur de courant inversé',
    'Vérifiez le sens (P1/P2, S1/S2) du transformateur de courant de la phase, et son câblage.'],
  NEUTRAL_FAULT: ['Neutral fault', 'Défaut du neutre',
    'Danger pour les appareils : faites vérifier sans attendre le conducteur neutre et ses bornes.'],
  THEFT_STEP: ['Step that looks like theft', 'Baisse qui évoque une fraude',
    'Vérifiez scellés, transformateurs de courant et bornes (dérivation) ; comparez avec le compteur général.'],
  NIGHT_LEAK: ['Leak at night', 'Fuite nocturne',
    'Fermez la vanne principale la nuit et relevez deux fois ; cherchez une chasse d’eau ou une soupape qui coule.'],
  BASE_LOAD_RISE: ['Base load rose', 'Hausse de la charge de base',
    'Cherchez ce qui a été mis en marche pour de bon ce jour-là : chauffage, pompe, serveur, compresseur défectueux.'],
  POWER_FACTOR_COLLAPSE: ['Power factor collapsed', 'Chute du facteur de puissance',
    'Vérifiez la batterie de condensateurs, ses fusibles et son régulateur.'],
  BEYOND_ACCURACY_CLASS: ['Beyond the accuracy class', 'Hors de la classe de précision',
    'Comparez la grandeur avec un compteur de référence ; vérifiez le rapport de son transformateur et l’échelle de sa voie.'],
  THD_RISE: ['Harmonic distortion rose', 'Hausse de la distorsion harmonique',
    'Cherchez un onduleur, un chargeur ou un variateur nouveau ou défectueux ; vérifiez les filtres et une résonance avec les condensateurs.'],
};

const words = { en: {}, fr: {} };
for (const [cause, [english, french]] of Object.entries(CAUSES)) {
  words.en[`cause.${cause}`] = english;
  words.fr[`cause.${cause}`] = french;
}
learn(words);

export function causeOf(finding) {
  return finding.cause in CAUSES ? word(`cause.${finding.cause}`) : finding.cause;
}

export function checkOf(finding) {
  return spoken() === 'fr' && finding.cause in CAUSES ? CAUSES[finding.cause][2] : finding.check;
}
