import type { KnowledgeButtons, KnowledgeForms, KnowledgePhrases } from './phrases.ts';

export const phrases: KnowledgePhrases = {
  mayHelp: 'Puede que esto lo resuelva:',
  cited: (title, changed) => `Del artículo «${title}», cambiado por última vez ${changed}.`,
  offerHint: 'Aún no hay ningún ticket. Si no es esto, abre uno con tus palabras: basta pulsar el botón.',
  solved: 'Me alegro. Si vuelve a pasar, abre un ticket: tus palabras siguen aquí.',
  openedQuestion: (id) => `${id} está abierto, con tus palabras.`,
  found: (asked) => `Artículos sobre «${asked}»`,
  foundNone: (asked) => `No hay ningún artículo sobre «${asked}». Prueba con otras palabras o abre un ticket.`,
  foundPage: (page, pages, total) =>
    `Página ${page} de ${pages}, ${total === 1 ? '1 artículo' : `${total} artículos`}, primero el mejor.`,
  pageOfArticle: (page, pages) => `Página ${page} de ${pages}.`,
  forAgents: 'solo para agentes',
  gapsTitle: 'Preguntado y sin respuesta',
  gapsNone: 'En los últimos 30 días no faltó ningún artículo.',
  offered: ({ offered, unanswered }) =>
    `En los últimos 30 días: ${offered} × se ofreció primero un artículo, ${unanswered} × ninguno era lo bastante bueno.`,
  ends: ({ solved, silent, cameBack, open }) =>
    `De los ofrecidos: ${solved} dijeron que lo resolvió, ${silent} no dijeron nada ni volvieron, ${cameBack} volvieron, ${open} aún pueden volver.`,
  times: (times) => (times === 1 ? 'una vez' : `${times} veces`),
  refused: {
    articleUnknown: 'Ese artículo no existe, o ya no.',
    questionGone: 'Ya no tengo esa pregunta. Escríbela otra vez o abre un ticket.',
  },
};

export const buttons: KnowledgeButtons = {
  solvedIt: 'Eso lo resolvió',
  openQuestion: 'Abrir un ticket',
  personForQuestion: 'Hablar con alguien',
  wholeArticle: 'Artículo completo',
  readArticle: 'Leer',
  nextOfArticle: 'Seguir leyendo',
  moreArticles: 'Más artículos',
  moreGaps: 'Más',
};

export const forms: KnowledgeForms = {
  search: {
    title: 'Buscar en los artículos',
    submit: 'Buscar',
    about: 'Buscar algo en los artículos de la mesa de ayuda',
    fields: { words: { label: '¿Sobre qué?', hint: 'Unas palabras o una pregunta' } },
  },
  gaps: {
    title: 'Huecos en los artículos',
    submit: 'Mostrar',
    about: 'Lo que se preguntó y ningún artículo respondió',
    fields: { page: { label: 'Página' } },
  },
};
