/**
 * Things to stand in front of a drawn landscape, as SVG of 960 by 640. They are drawn plainly enough for the model behind
 * the Rekognition stand-in to know them, so that drawn pictures get labels too.
 */
export const THINGS: readonly string[] = [stopSign(), clock(), trafficLight(), kite(), ""];

function stopSign(): string {
  return `<rect x="470" y="280" width="20" height="360" fill="#777"/>
    <polygon points="${octagon(480, 220, 150)}" fill="#fff"/>
    <polygon points="${octagon(480, 220, 138)}" fill="#c1121f"/>
    <text x="480" y="250" font-size="92" font-family="sans-serif" font-weight="bold" fill="#fff" text-anchor="middle">STOP</text>`;
}

function clock(): string {
  const hours = Array.from({ length: 12 }, (_, hour) => {
    const [sin, cos] = [Math.sin((hour * Math.PI) / 6), Math.cos((hour * Math.PI) / 6)];
    return `<line x1="${480 + 150 * cos}" y1="${300 + 150 * sin}" x2="${480 + 168 * cos}" y2="${300 + 168 * sin}" stroke="#222" stroke-width="8"/>
      <text x="${480 + 125 * sin}" y="${312 - 125 * cos}" font-size="34" font-family="serif" text-anchor="middle">${hour || 12}</text>`;
  });
  return `<circle cx="480" cy="300" r="190" fill="#222"/>
    <circle cx="480" cy="300" r="172" fill="#fdfdf5"/>
    ${hours.join("")}
    <path d="M480 180 V300 L560 350" stroke="#222" stroke-width="11" fill="none"/>`;
}

function trafficLight(): string {
  return `<rect x="465" y="380" width="30" height="260" fill="#333"/>
    <rect x="410" y="60" width="140" height="340" rx="24" fill="#1d1d1d"/>
    <circle cx="480" cy="125" r="46" fill="#e63131"/>
    <circle cx="480" cy="230" r="46" fill="#6b5a12"/>
    <circle cx="480" cy="335" r="46" fill="#174d1f"/>`;
}

function kite(): string {
  return `<polygon points="480,80 600,240 480,440 360,240" fill="#e63946"/>
    <polygon points="480,80 600,240 480,240" fill="#f1c453"/>
    <path d="M480 440 q60 80 -20 200" stroke="#222" stroke-width="4" fill="none"/>`;
}

function octagon(x: number, y: number, radius: number): string {
  return Array.from({ length: 8 }, (_, corner) => {
    const angle = Math.PI / 8 + (corner * Math.PI) / 4;
    return `${x + radius * Math.cos(angle)},${y + radius * Math.sin(angle)}`;
  }).join(" ");
}
