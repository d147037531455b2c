import type { Phrases } from '../phrases.ts';

export const problems = (example: string): Phrases['problems'] => ({
  missing: (field) => `Rellena «${field}».`,
  tooLong: (field, max) =>
    max === undefined ? `«${field}» es demasiado largo.` : `«${field}» es demasiado largo: caben ${max} caracteres.`,
  notATicket: () => `Eso no es un número de ticket. Escríbelo así: ${example}.`,
  notAChoice: (field, options) => `En «${field}» vale una de estas opciones: ${options}.`,
  notADay: (field) => `En «${field}» solo vale un día, como viernes o 2026-12-01.`,
  notANumber: (field) => `En «${field}» solo vale un número entero.`,
  atLeast: (field, min) => `En «${field}» vale un número a partir de ${min}.`,
  atMost: (field, max) => `En «${field}» vale un número hasta ${max}.`,
  outOfRange: (field) => `En «${field}» no vale ese número.`,
  score: (field) => `En «${field}» vale un número del 1 al 5.`,
});
