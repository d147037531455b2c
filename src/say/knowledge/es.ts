import type { KnowledgeButtons, KnowledgeForms, KnowledgePhrases } from './phrases.ts';

export const phrases: KnowledgePhrases = {
  mayHelp: 'Puede que esto lo resuelva:',
  cited: (title, changed) => `Del artículo «${title}», cambiado por última vez ${changed}.`,
  offerHint: 'Aún no hay ningún ticket. Si no es esto, abre uno con tus palabras: basta pulsar el botón.',
  solved: 'Me alegro. Si vuelve a pasar, abre un ticket: tus palabras siguen aquí.',
  openedQuestion: (id) => `${id} está abierto, con tus palabras.`,
  found: (asked) => `Artículos sobre «${asked}»`,
  foundNone: (asked) => `No hay ningún artículo sobre «${asked}». Prueba con otras palabras o abre un ticket.`,
  notKnown: (asked) => `Ningún artículo responde a «${asked}». Abre un ticket con tus palabras, con una pulsación.`,
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
  problem: 'Qué fallaba',
  solution: 'Qué ayudó',
  published: {
    everyone: (id) => `El artículo de ${id} está publicado, para todos:`,
    agents: (id) => `El artículo de ${id} está publicado, solo para agentes:`,
  },
  thereIs: {
    everyone: (id) => `${id} ya tiene un artículo, para todos. Léelo, o cámbialo y publícalo de nuevo:`,
    agents: (id) => `${id} ya tiene un artículo, solo para agentes. Léelo, o cámbialo y publícalo de nuevo:`,
  },
  findIt: (line) => `${line} lo encuentra desde ahora.`,
  notReplaced: 'Se ha quedado como estaba. Esto es lo que escribiste:',
  takenBack: (id) => `El artículo de ${id} está retirado: ya nadie lo encuentra. Esto decía:`,
  refused: {
    articleImported: (path, line) =>
      `Este artículo viene del archivo ${path} de una carpeta. Cámbialo allí y ejecuta otra vez ${line}; para retirarlo, borra el archivo y añade --prune.`,
    articleTooEarly: (id) =>
      `${id} aún no está resuelto, así que no se ha publicado nada. Resuélvelo y haz entonces el artículo.`,
    articleIncomplete:
      'No se ha publicado nada: un artículo necesita título, texto, idioma y quién puede leerlo. Pulsa otra vez el botón.',
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
  makeArticle: 'Hacer un artículo',
  seeArticle: 'Ver el artículo',
  editArticle: 'Cambiar el artículo',
  takeBackArticle: 'Retirarlo',
  editImported: 'Cambiar el artículo',
  moreArticles: 'Más artículos',
  moreGaps: 'Más',
};

export const forms: KnowledgeForms = {
  help: {
    title: 'Ayuda',
    submit: 'Ver',
    about: 'Qué puedo hacer; o pregunta cómo se hace algo, y lo busco',
    fields: { question: { label: 'Pregunta', hint: '¿Cómo…? Vacío: qué puedo hacer' } },
  },
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
  publish: (example) => ({
    title: 'Hacer un artículo',
    submit: 'Publicar',
    about: 'Publicar como artículo lo aprendido en un ticket resuelto; antes lo lees y lo cambias',
    fields: {
      ticket: { label: 'Ticket', hint: `Como ${example}` },
      title: { label: 'Título', hint: 'Lo que se buscaría' },
      body: { label: 'Texto', hint: 'Un borrador del ticket. Quita lo que otros no deban leer.' },
      audience: { label: '¿Quién puede leerlo?', options: { everyone: 'Todos', agents: 'Solo agentes' } },
      language: { label: 'Idioma', options: { en: 'Inglés', de: 'Alemán', es: 'Español' } },
    },
  }),
};
