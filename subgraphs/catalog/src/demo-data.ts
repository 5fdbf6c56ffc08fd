import type { NewProduct } from './domain/product.ts';

/**
 * SKU, name, category, price in cents, description. Ids follow from the order, so new products must be added at the
 * end.
 */
const rows: readonly (readonly [string, string, string, number, string])[] = [
  [
    'MUG-BLUE',
    'Blue Mug',
    'Kitchen',
    1400,
    'Stoneware mug with a deep blue glaze; holds 350 ml and a good idea.',
  ],
  ['DESK-LAMP', 'Desk Lamp', 'Office', 4950, 'Jointed lamp of brushed steel with a warm, dimmable light.'],
  [
    'KEYBOARD-87',
    'Mechanical Keyboard 87',
    'Electronics',
    12_900,
    'Tenkeyless keyboard with quiet tactile switches and a cable that comes off.',
  ],
  [
    'VASE-RARE',
    'Rare Vase',
    'Home',
    24_000,
    'Hand-thrown porcelain vase, signed and numbered. The last one.',
  ],
  [
    'POSTER-SOLD-OUT',
    'Star Chart Poster',
    'Art',
    1900,
    'Screen print of the northern sky on heavy paper. Everybody wanted one.',
  ],
  ['MUG-GREEN', 'Green Mug', 'Kitchen', 1400, 'The blue mug’s calmer sibling, in moss green.'],
  [
    'TEAPOT-CLAY',
    'Clay Teapot',
    'Kitchen',
    3800,
    'Unglazed clay teapot for four cups; pours without a drip.',
  ],
  ['KETTLE-GOOSE', 'Gooseneck Kettle', 'Kitchen', 6900, 'Slow and exact pouring for coffee by hand.'],
  ['KNIFE-CHEF', 'Chef’s Knife', 'Kitchen', 8900, 'Forged 20 cm blade with a walnut handle.'],
  [
    'BOARD-OAK',
    'Oak Cutting Board',
    'Kitchen',
    3200,
    'One solid piece of oiled oak with a groove for juice.',
  ],
  ['NOTEBOOK-A5', 'Dotted Notebook A5', 'Office', 1250, '192 dotted pages that lie flat, bound in linen.'],
  [
    'PEN-BRASS',
    'Brass Pen',
    'Office',
    2800,
    'Ballpoint pen turned from solid brass; it ages with its owner.',
  ],
  ['CHAIR-STUDY', 'Study Chair', 'Office', 21_900, 'Beech frame and wool seat for long afternoons.'],
  ['SHELF-PINE', 'Pine Wall Shelf', 'Home', 5400, 'Holds a metre of books, with hidden brackets.'],
  ['BLANKET-WOOL', 'Wool Blanket', 'Home', 7900, 'Woven of undyed wool, 130 by 200 cm.'],
  ['CANDLE-CEDAR', 'Cedar Candle', 'Home', 1800, 'Beeswax candle that smells of cedar for 40 hours.'],
  ['CLOCK-WALL', 'Wall Clock', 'Home', 4500, 'Silent movement, large numerals, no nonsense.'],
  [
    'MOUSE-ERGO',
    'Upright Mouse',
    'Electronics',
    5900,
    'Wireless mouse that holds the hand like a handshake.',
  ],
  [
    'HEADPHONES-STUDIO',
    'Studio Headphones',
    'Electronics',
    15_900,
    'Closed headphones with a flat response.',
  ],
  ['SPEAKER-MINI', 'Mini Speaker', 'Electronics', 3900, 'Fits in a pocket, fills a kitchen.'],
  ['CABLE-USBC', 'USB-C Cable', 'Electronics', 1100, 'Two metres, braided, 100 W.'],
  ['PRINT-HARBOUR', 'Harbour Print', 'Art', 3500, 'Linocut of a harbour at dawn, in three colours.'],
  ['POSTCARDS-SET', 'Postcard Set', 'Art', 900, 'Twelve postcards with birds, and room to write.'],
  ['SKETCHBOOK-A4', 'Sketchbook A4', 'Art', 1600, '80 sheets of toothy 150 g paper for pencil and ink.'],
];

const idOf = (index: number): string =>
  `01900000-0000-7000-8000-${(index + 1).toString(16).padStart(12, '0')}`;

/** The demo products; their ids and SKUs never change. */
export const demoProducts: readonly NewProduct[] = rows.map(
  ([sku, name, category, amount, description], index) => ({
    id: idOf(index),
    sku,
    name,
    description,
    category,
    price: { amount, currency: 'USD' },
  }),
);
