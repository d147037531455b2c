/**
 * SVG → PNG, in this process and beside the event loop. The painter is a native package: where a machine has none of it there
 * are no pictures, and everything else goes on.
 */
import { fileURLToPath } from 'node:url';
import type { Log, Picture } from '../adapter.ts';

export interface Painter {
  /** A picture of a drawing; undefined where this machine makes none. The same drawing is painted once. */
  paint(svg: string, name: string, alt: string): Promise<Picture | undefined>;
}

/** More points than the drawing has: sharp on a phone. */
const ZOOM = 1.5;
const KEPT = 24;

/** DejaVu has letters for most alphabets, and is the same on every machine; the system's own fonts would take a look at each of them. */
const FONTS = ['DejaVuSans.ttf', 'DejaVuSans-Bold.ttf'];

export function painter(log: Pick<Log, 'warn'>): Painter {
  let resvg: Promise<typeof import('@resvg/resvg-js') | undefined> | undefined;
  const load = () => {
    resvg ??= import('@resvg/resvg-js').catch((error: unknown) => {
      log.warn({ err: error }, 'this machine draws no pictures: reports come as text');
      return undefined;
    });
    return resvg;
  };
  const painted = new Map<string, Promise<Uint8Array<ArrayBuffer> | undefined>>();

  const make = async (svg: string): Promise<Uint8Array<ArrayBuffer> | undefined> => {
    const library = await load();
    if (library === undefined) return undefined;
    const fontFiles = FONTS.map((file) => fileURLToPath(import.meta.resolve(`dejavu-fonts-ttf/ttf/${file}`)));
    const font = { fontFiles, loadSystemFonts: false, defaultFontFamily: 'DejaVu Sans' };
    const image = await library.renderAsync(svg, { font, fitTo: { mode: 'zoom', value: ZOOM } });
    return new Uint8Array(image.asPng());
  };

  return {
    paint: async (svg, name, alt) => {
      const known = painted.get(svg);
      const bytes = known ?? make(svg);
      if (known === undefined) {
        painted.set(svg, bytes);
        const [oldest] = painted.keys();
        if (painted.size > KEPT && oldest !== undefined) painted.delete(oldest);
      }
      try {
        const png = await bytes;
        return png && { name, type: 'image/png', bytes: png.length, read: async () => png, alt };
      } catch (error) {
        painted.delete(svg);
        log.warn({ err: error }, 'a picture could not be drawn; the text goes without');
        return undefined;
      }
    },
  };
}
