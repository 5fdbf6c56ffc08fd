import type { Units } from './domain/stock.ts';
import type { NewWarehouse } from './domain/warehouse.ts';

/** SKU, units in EAST, units in WEST; absent where the product has never been in the warehouse. */
const rows: readonly (readonly [string, number, number?])[] = [
  ['MUG-BLUE', 500],
  ['DESK-LAMP', 120, 80],
  ['KEYBOARD-87', 60, 60],
  ['VASE-RARE', 1],
  ['POSTER-SOLD-OUT', 0],
  ['MUG-GREEN', 420, 180],
  ['TEAPOT-CLAY', 90],
  ['KETTLE-GOOSE', 70, 40],
  ['KNIFE-CHEF', 55],
  ['BOARD-OAK', 130, 130],
  ['NOTEBOOK-A5', 800, 650],
  ['PEN-BRASS', 300],
  ['CHAIR-STUDY', 24, 18],
  ['SHELF-PINE', 75, 75],
  ['BLANKET-WOOL', 110, 60],
  ['CANDLE-CEDAR', 260],
  ['CLOCK-WALL', 85, 30],
  ['MOUSE-ERGO', 140, 140],
  ['HEADPHONES-STUDIO', 45, 35],
  ['SPEAKER-MINI', 220, 90],
  ['CABLE-USBC', 900, 900],
  ['PRINT-HARBOUR', 150],
  ['POSTCARDS-SET', 340, 210],
  ['SKETCHBOOK-A4', 400, 160],
];

/** The demo stock of the catalog's demo products. */
export const demoStock: readonly Units[] = rows.flatMap(([sku, east, west]) => [
  { sku, warehouse: 'EAST', quantity: east },
  ...(west === undefined ? [] : [{ sku, warehouse: 'WEST', quantity: west }]),
]);

/** The demo warehouses. */
export const demoWarehouses: readonly NewWarehouse[] = [
  {
    code: 'EAST',
    name: 'Warehouse East',
    address: {
      ...{ name: 'Warehouse East', line1: '8 Harbor Road', city: 'Newark', region: 'NJ' },
      ...{ postalCode: '07114', country: 'US' },
    },
  },
  {
    code: 'WEST',
    name: 'Warehouse West',
    address: {
      ...{ name: 'Warehouse West', line1: '1200 Mission Street', city: 'Oakland', region: 'CA' },
      ...{ postalCode: '94607', country: 'US' },
    },
  },
];
