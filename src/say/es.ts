import * as assist from './assist/es.ts';
import { phrases as files } from './files/es.ts';
import * as knowledge from './knowledge/es.ts';
import type { Language } from './phrases.ts';
import { problems } from './problems/es.ts';
import * as report from './report/es.ts';
import { speak } from './speak.ts';
import * as triage from './triage/es.ts';
import { phrases as when } from './when/es.ts';
import type { Tone, Words } from './words.ts';
import * as worth from './worth/es.ts';

export const es = (tone: Tone): Words => speak(tone, spanish);

const minutes = (n: number) => (n === 1 ? '1 minuto' : `${n} minutos`);
const tickets = (n: number) => (n === 1 ? '1 ticket' : `${n} tickets`);

const spanish: Language = (command, example) => ({
  locale: 'es',

  fields: {
    requester: 'Solicitante',
    status: 'Estado',
    priority: 'Prioridad',
    kind: 'Tipo',
    assignee: 'A cargo de',
    opened: 'Abierto',
    replyDue: 'Límite de respuesta',
    firstReply: 'Primera respuesta',
    reopened: 'Reabierto',
    snoozed: 'Pospuesto hasta',
    rating: 'Valoración',
    code: 'Tu código',
  },
  statuses: {
    new: 'Nuevo',
    in_progress: 'En curso',
    waiting_requester: 'A la espera del solicitante',
    waiting_third_party: 'A la espera de un tercero',
    resolved: 'Resuelto',
    closed: 'Cerrado',
  },
  waitingForYou: 'A la espera de tu respuesta',
  kinds: { incident: 'Incidencia', request: 'Solicitud', question: 'Pregunta' },
  resolutions: {
    solved: 'Resultado: resuelto.',
    workaround: 'Resultado: hay una solución provisional.',
    duplicate: 'Resultado: es lo mismo que otro ticket.',
    unreproducible: 'Resultado: no se pudo reproducir.',
    cancelled: 'Resultado: retirado.',
  },
  weights: (impact, urgency) => `afecta a ${impact}, urgencia ${urgency}`,
  impacts: { 1: 'todos', 2: 'un equipo', 3: 'una persona' },
  urgencies: { 1: 'alta', 2: 'media', 3: 'baja' },
  nobody: 'nadie todavía',
  overdue: (due) => `vencido: ${due}`,
  scores: ['Mal', 'Regular', 'Aceptable', 'Bien', 'Muy bien'],
  outOfFive: (score, word) => `${score} de 5 (${word})`,
  buttons: {
    addReply: 'Añadir una respuesta',
    markSolved: 'Marcar como resuelto',
    notSolved: '¿No está resuelto? Reabrir',
    claim: 'Tomar',
    reply: 'Responder',
    note: 'Nota',
    resolve: 'Resolver',
    release: 'Soltar',
    reopen: 'Reabrir',
    withdraw: '¿No era una solicitud? Retirar',
    openTicket: 'Abrir un ticket',
    person: 'Hablar con alguien',
    myTickets: 'Mis tickets',
    help: 'Ayuda',
    details: 'Detalles',
    addComment: 'Añadir un comentario',
    previousPage: 'Página anterior',
    nextPage: 'Página siguiente',
    firstPage: 'Primera página',
    ...triage.buttons,
    ...assist.buttons,
    ...worth.buttons,
    ...knowledge.buttons,
  },

  writeHere: (name) =>
    `Escribe en este hilo para responder a ${name}; las notas, solo con el botón Nota o en el hilo de notas.`,
  agentsClosed: (name) => `Cerrado definitivamente. Si ${name} vuelve a escribir, se abre un ticket de seguimiento.`,
  follows: (id) => `Continúa ${id}.`,
  followedBy: (id) => `Sigue en ${id}.`,

  expected: (due) => `Respuesta prevista como tarde: ${due}.`,
  late: (due) => `Tu respuesta tenía este límite: ${due}. Vamos con retraso, lo sentimos; seguimos con tu ticket.`,
  working: (name) => (name === undefined ? 'Estamos en ello.' : `${name} se ocupa de ello.`),
  needsYou: 'Necesitamos tu respuesta para seguir.',
  isResolved: (when) => (when === undefined ? 'Resuelto.' : `Resuelto: ${when}.`),
  isClosed: 'Este ticket está cerrado.',
  here: {
    open: '¿Algo más? Escribe en este hilo y lo leeremos.',
    resolved: '¿Sigue sin funcionar? Reábrelo o escribe en este hilo qué falla.',
    closed: 'Un mensaje nuevo aquí abre un ticket de seguimiento.',
  },
  closedElsewhere: (id) => `¿Hay novedades? Un mensaje en el hilo de ${id} abre un ticket de seguimiento.`,
  saidLast: 'Últimos mensajes',
  saidBy: (author, when) => `${author}, ${when}:`,
  notedBy: (author, when) => `${author}, ${when}, nota solo para agentes:`,

  opened: (id, priority, due) => `${id} abierto, ${priority}, respuesta prevista como tarde: ${due}.`,
  addMore: '¿Algo más? Escribe en el hilo del ticket.',
  openedFromMessage: (id, priority, due) =>
    `He entendido tu mensaje como una solicitud y he abierto ${id} (${priority}). Respuesta prevista como tarde: ${due}.`,
  openedElsewhere: (id) => `${id} está abierto. El resto se dice en privado.`,
  inPublic: (id, requester) =>
    `${id} se abrió en público: otros leen lo que escribas aquí a ${requester}. Lo que no deban leer va en una nota.`,
  openedForYou: (id, by, priority, due) =>
    `${by} ha abierto ${id} para ti (${priority}). Respuesta prevista como tarde: ${due}.`,
  openedOnBehalf: (id, by, requester) => `${by} ha abierto ${id} para ${requester}.`,
  openedFor: (id, requester) => `${id} está abierto para ${requester}, que ya lo sabe.`,

  lists: {
    mine: 'Tus tickets',
    open: 'Tickets abiertos',
    unassigned: 'Tickets que nadie ha tomado',
    assigned: 'Tickets tomados',
  },
  listEmpty: {
    mine: `No tienes tickets. Si necesitas algo, escribe ${command} y qué pasa, o pulsa el botón.`,
    open: 'No hay tickets abiertos. Todo hecho.',
    unassigned: 'Todos los tickets abiertos tienen a alguien a cargo.',
    assigned: 'Ningún ticket abierto está tomado.',
  },
  pageOf: (page, pages, total) => (pages === 1 ? tickets(total) : `Página ${page} de ${pages}, ${tickets(total)}`),
  noSuchPage: (page, pages) => `No hay página ${page}; la última es la ${pages}.`,
  dueShort: (due) => `límite de respuesta: ${due}`,
  overdueShort: (due) => `respuesta atrasada, límite: ${due}`,

  helpTitle: 'Qué puedo hacer',
  helpIntro: 'Dime con tus palabras qué necesitas, o usa uno de estos comandos:',
  helpAgents:
    'Agentes: lo que se escribe en el hilo de un ticket llega a quien lo abrió. Solo las notas (botón, comando «note» o hilo de notas) quedan entre agentes.',
  slots: { words: 'tus palabras', text: 'texto', reason: 'motivo', code: 'código', name: 'nombre' },
  greeting: 'Hola, esta es la mesa de ayuda. Dime qué necesitas y abro un ticket.',
  youAreWelcome: 'De nada.',
  ratingWhere:
    'Qué bien que quieras decirlo. Cuando se resuelve un ticket tuyo te lo pregunto: pulsa allí uno de los cinco botones y añade un comentario si quieres. Nunca leo una puntuación en tus palabras.',
  unsure: (text) => `No sé bien qué hacer con «${text}». ¿Qué prefieres?`,
  unsureHint: `No se ha abierto ningún ticket. Para abrir uno ya, escribe ${command} open y tus palabras.`,

  replied: (id) => `Tu respuesta ya está en ${id}.`,
  noted: (id) => `Tu nota ya está en ${id}. Solo la ven los agentes.`,
  noteBy: (author) => `Nota de ${author} · solo la ven los agentes`,
  claimed: (id, requester) => `${id} es tuyo. Lo que escribas en su hilo lo lee ${requester}.`,
  released: (id) => `Has soltado ${id}. Vuelve a la cola, y cualquiera puede tomarlo.`,
  resolved: (id) => `${id} está resuelto. Si el problema vuelve, se puede reabrir.`,
  withdrawn: (id) => `${id} está retirado; no se hará nada más. ¿Has cambiado de idea? Reábrelo.`,
  reopened: (id) => `${id} vuelve a estar abierto, y todos los implicados lo ven.`,
  resolvedBy: {
    solved: (id, by) => `${by} ha marcado ${id} como resuelto.`,
    workaround: (id, by) => `${by} ha dado una solución provisional para ${id} y lo ha marcado como resuelto.`,
    duplicate: (id, by) => `${by} ha marcado ${id} como resuelto: es lo mismo que otro ticket.`,
    unreproducible: (id, by) => `${by} no ha podido reproducir el problema de ${id} y lo ha marcado como resuelto.`,
    cancelled: (id, by) => `${by} ha retirado ${id}.`,
  },
  reopenedBy: (id, by) => `${by} ha reabierto ${id}.`,
  tellReopened: (id) => `${id} vuelve a estar abierto. La mesa de ayuda lo sabe y responde en este hilo.`,
  ratedBy: (id, by, score) => `${by} ha valorado la ayuda con ${id}: ${score}.`,
  commentedBy: (id, by) => `${by} comenta su valoración de ${id}:`,
  notDelivered: {
    left: (id, name) => `${id}: no entregado: ${name} ya no está. Prueba por otra vía.`,
    unreachable: (id, name) =>
      `${id}: un mensaje no ha llegado a ${name}, que ya no está o no acepta mensajes de la mesa de ayuda. Prueba por otra vía.`,
    'place gone': (id, name) =>
      `${id}: un mensaje no ha llegado a ${name}, porque el hilo ya no existe o está cerrado para la mesa de ayuda. Prueba por otra vía.`,
    failed: (id, name) =>
      `${id}: un mensaje no ha llegado a ${name}, porque el chat lo ha rechazado. Escríbelo otra vez con otras palabras.`,
  },
  followed: (old, next, due) =>
    `${old} está cerrado, así que tu mensaje ha abierto ${next}, que lo continúa. Respuesta prevista como tarde: ${due}.`,

  ratingRequest: (id, subject) => `¿Qué tal fue la ayuda con ${id}, «${subject}»?`,
  ratingHint: 'Basta con pulsar una vez. Después puedes añadir un comentario.',
  rated: (id, score) => `Gracias. Tu valoración de ${id}: ${score}.`,
  ratedHint: '¿Has cambiado de idea? Pulsa otro número; cuenta el último.',
  commented: (id) => `Gracias. Tu comentario ya está con tu valoración de ${id}.`,

  linkCode: (typed, until) => `En tu otro chat, escribe ${typed}. El código sirve una vez y caduca: ${until}.`,
  linkHint: 'No se lo des a nadie: quien lo introduzca podrá leer tus tickets.',
  linked: (here, there) =>
    `Vinculadas. Aquí eres ${here} y en tu otro chat ${there}: una sola persona, con los mismos tickets en ambos.`,
  alreadyLinked: 'Estas dos cuentas ya están vinculadas. No hay nada más que hacer.',

  triage: triage.phrases,
  assist: assist.phrases,
  files,
  when,
  worth: worth.phrases,
  knowledge: knowledge.phrases,
  report: report.phrases,

  revisions: {
    edited: 'editado',
    textRemoved: '(mensaje eliminado)',
    takenBack: (id, author, requester) =>
      `${author} cambió un mensaje de ${id} por algo que parece una nota interna. ${requester} ya no lo tiene; ahora es una nota. Para enviarlo de todos modos, escríbelo de nuevo.`,
    heldWithdrawn: (id, requester) =>
      `Has eliminado tu mensaje en ${id}. ${requester} no lo ha recibido y ya no queda nada por decidir.`,
    notRevised: (id, requester) =>
      `Se cambió o eliminó un mensaje de ${id}, pero no se pudo mostrar a ${requester}, que sigue leyendo el texto anterior.`,
  },

  refused: {
    unknown: (id) => `No encuentro ningún ticket ${id} que puedas ver. Revisa el número o mira tus tickets.`,
    agentsOnly: (intent) => `«${intent}» es para agentes y solo funciona en su canal. Tus propios tickets están aquí:`,
    requesterOnly: 'Solo puede valorar un ticket quien lo abrió. No se ha cambiado nada.',
    notYours: 'No te corresponde cambiar eso, así que no se ha cambiado nada. Tus propios tickets están aquí:',
    alreadyClaimed: (id, by) =>
      `${by} ya tiene ${id}. Puedes escribir en su hilo; para tomarlo, pide a ${by} que lo suelte.`,
    alreadyYours: (id) => `${id} ya es tuyo. Escribe en su hilo para responder.`,
    alreadyResolved: (id) => `${id} ya está resuelto. Si el problema ha vuelto, reábrelo.`,
    alreadyClosed: (id) =>
      `${id} está cerrado y no se puede cambiar. Escribe en su hilo para abrir un ticket de seguimiento, o abre uno nuevo.`,
    alreadyFollowed: (id, next) => `${id} está cerrado y sigue en ${next}. Añade tu respuesta allí.`,
    alreadyRaised: (id) => `Ya hay un ticket para esto: ${id}.`,
    notClaimed: (id) => `Nadie ha tomado ${id}, así que no hay nada que soltar.`,
    notResolved: (id) => `${id} sigue abierto, así que no hay nada que reabrir. Escribe en su hilo para añadir algo.`,
    notRateableYet: (id) => `Ahora no se puede valorar ${id}. Cuando esté resuelto, te pediré una valoración.`,
    notYetRated: (id) => `Primero valora ${id} del 1 al 5; después puedes añadir un comentario.`,
    ownWork: (id) => `Has trabajado en ${id}, así que no puedes valorarlo. No se ha cambiado nada.`,
    whichTicket: `¿De qué ticket hablas? Añade su número, por ejemplo ${example}, o escribe en su propio hilo.`,
    codeUnknown: `Ese código no sirve: está mal escrito, usado o caducado. Escribe ${command} link en tu otro chat y tendrás uno nuevo.`,
    codeOwn: 'Ese es el código de esta misma cuenta. Introdúcelo en tu otro chat.',
    tooManyCodes: (n) => `Has pedido muchos códigos en poco tiempo. Prueba de nuevo en ${minutes(n)}.`,
    tooManyTries: (n) =>
      `Has probado muchos códigos que no sirven, así que por ahora no acepto ninguno tuyo. Prueba de nuevo en ${minutes(n)}, con un código nuevo de ${command} link.`,
    tooManyTickets: (most, again) =>
      `Has abierto ${most} tickets en una hora, que es lo máximo que acepto de una persona, así que no he abierto ninguno para esto. Envíalo de nuevo después de: ${again}. Lo que sea de un ticket que ya tienes puedes escribirlo allí en cualquier momento.`,
    youWrote: 'Para que no se pierda, esto es lo que escribiste:',
    unknownIntent: (word) => `No conozco «${word}». En la ayuda está lo que conozco.`,
  },

  problems: problems(example),
  typeLike: (usage) => `Escríbelo así: ${usage}`,
  orOpen: (usage) => `¿Querías abrir un ticket con esas palabras? Escribe ${usage}`,

  phrases: {
    unavailable: 'Ahora mismo no puedo atenderlo, y no se ha cambiado nada. Prueba otra vez en un minuto.',
    failed:
      'Algo ha fallado por nuestra parte, y no se ha cambiado nada. Prueba otra vez; si vuelve a pasar, avisa a la mesa de ayuda.',
    'direct messages closed': `No puedo enviarte mensajes directos, así que algo no te ha llegado. Permite los mensajes directos de los miembros de este servidor, o escribe ${command} status.`,
    'stale button': `Este botón no funciona aquí, y no se ha cambiado nada. Escribe ${command} status para ver tus tickets.`,
    unreadable: `No puedo leer ese mensaje y no he abierto ningún ticket. Escribe ${command} y qué ocurre.`,
    working: 'lo está mirando…',
    ...report.told,
    'not installed':
      'Deskbell no está instalado en este espacio de trabajo, así que no se ha hecho nada. Pide a quien lleva tu mesa de servicio que lo instale.',
    installed:
      'Deskbell está instalado. Ahora crea un canal privado para tus agentes, con el nombre que te dio tu mesa de servicio, e invita a Deskbell y a los agentes. Puedes cerrar esta página.',
    'install refused': 'Deskbell no se ha instalado, como querías. No ha cambiado nada; puedes cerrar esta página.',
    'install expired':
      'Este enlace es demasiado antiguo, ya se usó o se abrió en otro navegador. No ha cambiado nada. Empieza de nuevo donde comenzaste a instalar Deskbell.',
    'install failed':
      'No se pudo instalar Deskbell porque Slack no lo confirmó. No ha cambiado nada. Empieza de nuevo; si vuelve a fallar, avisa a quien lleva tu mesa de servicio.',
    'about tickets': 'El servicio de asistencia: abrir un ticket, ver cómo va, responder',
    'about panel': 'Poner botones aquí: abrir un ticket, mis tickets, ayuda',
    'about panel text': 'Lo que dice el mensaje de los botones, con tus palabras',
    'panel placed':
      'Los botones ya están en este canal. Hazlo otra vez para cambiarlos; borra el mensaje para quitarlos.',
    'panel changed': 'Los botones de este canal han cambiado. Borra su mensaje para quitarlos.',
    'panel refused':
      'No puedo escribir en este canal, así que no he puesto nada. Dame aquí «Ver canal» y «Enviar mensajes», y vuelve a intentarlo.',
  },

  forms: {
    open: {
      title: 'Abrir un ticket',
      submit: 'Abrir',
      about: 'Abrir un ticket: algo no funciona, necesitas algo o tienes una pregunta',
      fields: {
        subject: { label: '¿De qué se trata?', hint: 'Una línea, por ejemplo: la VPN se corta cada 10 minutos' },
        description: { label: '¿Qué deberíamos saber?', hint: 'Qué hiciste, qué pasó y qué has probado' },
        urgency: {
          label: '¿Qué urgencia tiene?',
          options: { low: 'Puede esperar', medium: 'Me retrasa', high: 'No puedo trabajar' },
        },
        impact: {
          label: '¿A quién afecta?',
          options: { me: 'Solo a mí', team: 'A mi equipo', everyone: 'A todos' },
        },
        service: { label: 'Servicio' },
        kind: {
          label: '¿Qué es?',
          options: { incident: 'Algo no funciona', request: 'Necesito algo', question: 'Tengo una pregunta' },
        },
      },
    },
    status: {
      title: 'Estado del ticket',
      submit: 'Ver',
      about: 'Ver cómo va un ticket, o todos los tuyos',
      fields: { ticket: { label: 'Ticket', hint: `Por ejemplo ${example}; vacío para todos los tuyos` } },
    },
    list: {
      title: 'Lista de tickets',
      submit: 'Ver',
      about: 'Ver la lista de tus tickets; los agentes ven también la cola',
      fields: {
        which: {
          label: '¿Qué tickets?',
          hint: 'Todos menos los tuyos son para agentes',
          options: { mine: 'Los míos', open: 'Todos los abiertos', unassigned: 'Sin asignar', assigned: 'Tomados' },
        },
        page: { label: 'Página' },
      },
    },
    search: knowledge.forms.search,
    reply: {
      title: 'Responder',
      submit: 'Enviar',
      about: 'Añadir un mensaje a un ticket; lo leen ambas partes',
      fields: { ticket: { label: 'Ticket', hint: `Por ejemplo ${example}` }, text: { label: 'Tu mensaje' } },
    },
    note: {
      title: 'Nota interna',
      submit: 'Guardar nota',
      about: 'Añadir una nota que solo ven los agentes',
      fields: {
        ticket: { label: 'Ticket', hint: `Por ejemplo ${example}` },
        text: { label: 'Tu nota', hint: 'Solo la ven los agentes, nunca el solicitante' },
      },
    },
    claim: {
      title: 'Tomar un ticket',
      submit: 'Tomar',
      about: 'Tomar un ticket: te ocupas de él',
      fields: { ticket: { label: 'Ticket', hint: `Por ejemplo ${example}` } },
    },
    release: {
      title: 'Soltar un ticket',
      submit: 'Soltar',
      about: 'Devolver un ticket a la cola',
      fields: { ticket: { label: 'Ticket', hint: `Por ejemplo ${example}` } },
    },
    ...triage.forms(example),
    resolve: {
      title: 'Resolver un ticket',
      submit: 'Resolver',
      about: 'Marcar un ticket como resuelto, o retirarlo',
      fields: {
        ticket: { label: 'Ticket', hint: `Por ejemplo ${example}` },
        code: {
          label: '¿Cómo terminó?',
          options: {
            solved: 'Resuelto',
            workaround: 'Hay una solución provisional',
            duplicate: 'Es lo mismo que otro ticket',
            unreproducible: 'No se pudo reproducir',
            cancelled: 'Retirado, ya no hace falta',
          },
        },
        summary: { label: '¿Qué lo resolvió?', hint: 'Pueden leerlo todos los que participan en el ticket' },
      },
    },
    reopen: {
      title: 'Reabrir un ticket',
      submit: 'Reabrir',
      about: 'Volver a abrir un ticket resuelto',
      fields: {
        ticket: { label: 'Ticket', hint: `Por ejemplo ${example}` },
        reason: { label: '¿Qué sigue fallando?' },
      },
    },
    rate: {
      title: 'Valorar la ayuda',
      submit: 'Valorar',
      about: 'Decir qué tal fue la ayuda, del 1 (mal) al 5 (muy bien)',
      fields: {
        ticket: { label: 'Ticket', hint: `Por ejemplo ${example}` },
        score: { label: 'Tu valoración', hint: '1 es mal, 5 es muy bien' },
      },
    },
    comment: worth.forms(example).comment,
    assist: assist.forms(example).assist,
    report: report.form(),
    gaps: knowledge.forms.gaps,
    link: {
      title: 'Vincular cuentas',
      submit: 'Continuar',
      about: 'Ser la misma persona en dos chats: pide un código aquí e introdúcelo allí',
      fields: { code: { label: 'Código de tu otro chat', hint: 'Vacío: recibes un código para introducirlo allí' } },
    },
    help: knowledge.forms.help,
    'explain survey': worth.forms(example).explain,
    'publish article': knowledge.forms.publish(example),
    'translate reply': assist.forms(example)['translate reply'],
  },
});
