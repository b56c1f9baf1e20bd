const SCALE = 2;
const PADDING = 24;
const HEAD = 44;
/** What a drawing takes from style sheets, which a file does not have. */
const STYLES = [
  'fill',
  'fill-opacity',
  'stroke',
  'stroke-width',
  'stroke-linecap',
  'stroke-linejoin',
  'opacity',
  'stop-color',
  'stop-opacity',
  'paint-order',
  'font',
  'text-anchor',
];

/** A chart's drawing as PNG of twice its size on the page, in the colours of the theme. */
export async function pictureOf(drawing: SVGSVGElement, heading: string): Promise<Blob> {
  const { width, height } = drawing.getBoundingClientRect();
  const canvas = document.createElement('canvas');
  canvas.width = (width + 2 * PADDING) * SCALE;
  canvas.height = (height + 2 * PADDING + HEAD) * SCALE;
  const pen = canvas.getContext('2d');
  if (pen === null) throw new Error('this browser draws no pictures');
  const sheet = getComputedStyle(drawing);
  pen.scale(SCALE, SCALE);
  pen.fillStyle = groundOf(drawing);
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.fillStyle = sheet.color;
  pen.font = `700 20px ${sheet.fontFamily}`;
  pen.fillText(heading, PADDING, PADDING + 20, width);
  const image = await loaded(standAlone(drawing, width, height));
  pen.drawImage(image, PADDING, PADDING + HEAD, width, height);
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => {
      if (blob === null) reject(new Error('the picture could not be written'));
      else resolve(blob);
    }, 'image/png');
  });
}

/** The drawing as a file of its own: every style is written to the element that has it. */
export function standAlone(drawing: SVGSVGElement, width: number, height: number): string {
  const copy = drawing.cloneNode(true) as SVGSVGElement;
  const [from, to] = [drawing.querySelectorAll('*'), copy.querySelectorAll<SVGElement>('*')];
  from.forEach((element, index) => {
    const computed = getComputedStyle(element);
    const styles = STYLES.map((name) => `${name}:${computed.getPropertyValue(name)}`);
    to[index]?.setAttribute('style', styles.join(';'));
  });
  copy.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  copy.setAttribute('width', String(width));
  copy.setAttribute('height', String(height));
  return new XMLSerializer().serializeToString(copy);
}

/** The first ground behind an element that is not see-through. */
function groundOf(element: Element): string {
  for (let at: Element | null = element; at !== null; at = at.parentElement) {
    const { backgroundColor } = getComputedStyle(at);
    if (!/^(transparent|rgba\(.*, 0\))$/.test(backgroundColor)) return backgroundColor;
  }
  return '#ffffff';
}

async function loaded(svg: string): Promise<HTMLImageElement> {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  await image.decode();
  return image;
}
