import type { FilePhrases } from './phrases.ts';

export const phrases: FilePhrases = {
  missing: {
    tooLarge: (id, name, size, limit) =>
      `${id}: «${name}» (${size}) es demasiado grande (límite ${limit}), no se ha entregado.`,
    tooLargeThere: (id, name, size, limit) =>
      `${id}: «${name}» (${size}) es demasiado grande para uno de los lugares del ticket${limit === undefined ? '' : ` (límite ${limit})`}, así que no todos lo han recibido.`,
    tooMany: (id, name, limit) =>
      `${id}: «${name}» no se ha entregado, porque un mensaje lleva ${limit} archivos como máximo. Envíalo en otro mensaje.`,
    notPermitted: (id, name, permission) =>
      `${id}: «${name}» no se ha entregado. Aquí no se copian archivos: pide ${permission} a quien lleva el servicio.`,
    gone: (id, name) => `${id}: «${name}» no se ha podido copiar, porque ya no está. Por favor, envíalo otra vez.`,
    empty: (id, name) => `${id}: «${name}» está vacío, así que no había nada que entregar.`,
    failed: (id, name) =>
      `${id}: «${name}» no se ha podido copiar. Por favor, envíalo otra vez o escribe qué contiene.`,
  },
  missed: (by, name) => `${by} envió el archivo «${name}», que no se ha podido traer aquí. ${by} ya lo sabe.`,
  notKept:
    'El archivo que enviaste no se ha guardado, porque no pertenece a ningún ticket. Envíalo con unas palabras sobre lo que necesitas, o en el hilo de un ticket.',
  asked: { label: 'Archivos', hint: 'Capturas, registros, lo que lo muestre. Diez como máximo.' },
};
