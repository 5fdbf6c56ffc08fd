import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
import type { OrderReference, ProductReference, Context } from '../context.js';
import type { Reservation as ReservationDocument } from '../domain/reservation.js';
import type { ReservationConnection as ReservationConnectionPage } from '../reservation-store.js';
import type { ReservationPage } from '../books.js';
import type { Stock as StockTotals, StockItem as StockDocument, StockLevel as StockLevelEvent } from '../domain/stock.js';
import type { StockItemConnection as StockItemPage } from '../inventory-store.js';
import type { StockMovement as StockMovementDocument } from '../domain/movement.js';
import type { StockMovementConnection as StockMovementPage } from '../movement-store.js';
import type { Warehouse as WarehouseDocument } from '../domain/warehouse.js';
export type Maybe<T> = T | null;
export type InputMaybe<T> = Maybe<T>;
export type Omit<T, K extends keyof T> = Pick<T, Exclude<keyof T, K>>;
export type RequireFields<T, K extends keyof T> = Omit<T, K> & { [P in K]-?: NonNullable<T[P]> };
/** All built-in and custom scalars, mapped to their actual values */
export type Scalars = {
  ID: { input: string; output: string; }
  String: { input: string; output: string; }
  Boolean: { input: boolean; output: boolean; }
  Int: { input: number; output: number; }
  Float: { input: number; output: number; }
  /** An instant in ISO 8601, UTC, with milliseconds, such as `2026-03-01T09:30:00.000Z`. */
  DateTime: { input: string; output: string; }
  /** An integer that a JavaScript number holds exactly: within ±(2^53 - 1). */
  SafeInt: { input: number; output: number; }
  /** A three-letter currency code of ISO 4217, such as `USD`. */
  Currency: { input: string; output: string; }
  _FieldSet: { input: unknown; output: unknown; }
};

/** An amount of money. */
export type Money = {
  readonly __typename?: 'Money';
  /** The amount in minor units: 1400 USD is 14.00 dollars. */
  readonly amount: Scalars['SafeInt']['output'];
  /** The currency of the amount. */
  readonly currency: Scalars['Currency']['output'];
};

/** An amount of money, as an argument. */
export type MoneyInput = {
  /** The amount in minor units: 1400 USD is 14.00 dollars. */
  readonly amount: Scalars['SafeInt']['input'];
  /** The currency of the amount. */
  readonly currency: Scalars['Currency']['input'];
};

/** Something with an id of its own, which `node` finds again. */
export type Node = {
  /** The id, unique among all nodes. */
  readonly id: Scalars['ID']['output'];
};

/** Where a page of a connection begins and ends. */
export type PageInfo = {
  readonly __typename?: 'PageInfo';
  /** Whether another page follows. */
  readonly hasNextPage: Scalars['Boolean']['output'];
  /** Whether another page precedes. */
  readonly hasPreviousPage: Scalars['Boolean']['output'];
  /** The cursor of the first item; pass it as `before`, with `last`, for the page that precedes. */
  readonly startCursor?: Maybe<Scalars['String']['output']>;
  /** The cursor of the last item; pass it as `after`, with `first`, for the next page. */
  readonly endCursor?: Maybe<Scalars['String']['output']>;
};

/** In which direction a list is ordered. */
export type OrderDirection =
  /** The smallest or oldest first. */
  | 'ASC'
  /** The greatest or newest first. */
  | 'DESC';

/** A refusal that a client can expect and show to a person. */
export type UserError = {
  /** A stable code in upper case. */
  readonly code: Scalars['String']['output'];
  /** What is wrong, in a sentence. */
  readonly message: Scalars['String']['output'];
  /** The argument at fault, such as `["input", "lines", "0", "quantity"]`. */
  readonly path?: Maybe<ReadonlyArray<Scalars['String']['output']>>;
};

/** An argument is malformed or out of range; nothing was changed. */
export type ValidationError = UserError & {
  readonly __typename?: 'ValidationError';
  /** Always `VALIDATION_ERROR`. */
  readonly code: Scalars['String']['output'];
  /** What is wrong, in a sentence. */
  readonly message: Scalars['String']['output'];
  /** The argument at fault. */
  readonly path?: Maybe<ReadonlyArray<Scalars['String']['output']>>;
};

/** The idempotency key was used before with other input. */
export type IdempotencyConflict = UserError & {
  readonly __typename?: 'IdempotencyConflict';
  /** Always `IDEMPOTENCY_CONFLICT`. */
  readonly code: Scalars['String']['output'];
  /** What is wrong, in a sentence. */
  readonly message: Scalars['String']['output'];
  /** The argument at fault. */
  readonly path?: Maybe<ReadonlyArray<Scalars['String']['output']>>;
};

/** A postal address. */
export type Address = {
  readonly __typename?: 'Address';
  /** The addressee. */
  readonly name: Scalars['String']['output'];
  /** Street and house number. */
  readonly line1: Scalars['String']['output'];
  /** Apartment, floor or company. */
  readonly line2?: Maybe<Scalars['String']['output']>;
  /** City or town. */
  readonly city: Scalars['String']['output'];
  /** State, province or region. */
  readonly region?: Maybe<Scalars['String']['output']>;
  /** Postal code, in the form of its country. */
  readonly postalCode: Scalars['String']['output'];
  /** Country code of ISO 3166-1 alpha-2, such as `US`. */
  readonly country: Scalars['String']['output'];
};

/** A postal address, as an argument. Blanks around its texts do not count. */
export type AddressInput = {
  /** The addressee, 1 to 100 characters. */
  readonly name: Scalars['String']['input'];
  /** Street and house number, 1 to 200 characters. */
  readonly line1: Scalars['String']['input'];
  /** Apartment, floor or company, at most 200 characters. */
  readonly line2?: InputMaybe<Scalars['String']['input']>;
  /** City or town, 1 to 100 characters. */
  readonly city: Scalars['String']['input'];
  /** State, province or region, at most 100 characters. */
  readonly region?: InputMaybe<Scalars['String']['input']>;
  /** Postal code, in a form of its country, with or without separators; `""` where the country has none, such as `HK`, or needs none, such as `IE`. */
  readonly postalCode: Scalars['String']['input'];
  /** Country code of ISO 3166-1 alpha-2, such as `US`. */
  readonly country: Scalars['String']['input'];
};

/** A product and how many of it. */
export type StepLineInput = {
  /** The product's stock keeping unit. */
  readonly sku: Scalars['String']['input'];
  /** How many units, 1 to 100. */
  readonly quantity: Scalars['Int']['input'];
};

/** An order line with the name and the price that were valid when the order was placed. */
export type PricedLineInput = {
  /** The product's stock keeping unit. */
  readonly sku: Scalars['String']['input'];
  /** The product's name. */
  readonly name: Scalars['String']['input'];
  /** How many units, 1 to 100. */
  readonly quantity: Scalars['Int']['input'];
  /** The price of one unit. */
  readonly unitPrice: MoneyInput;
};

/** Which attempt of which saga step a call is. */
export type StepInput = {
  /** The saga. */
  readonly sagaId: Scalars['ID']['input'];
  /** The step's name in the saga's definition; the same for invoke and compensate. */
  readonly step: Scalars['String']['input'];
  /** The key of the item, of a step that is done once per item; absent where it is done once. */
  readonly item?: InputMaybe<Scalars['String']['input']>;
  /** The caller's fencing token; a lower one than the barrier has seen is refused with STALE_EPOCH. */
  readonly epoch: Scalars['Int']['input'];
  /** The instant after which the attempt must not take effect; later it is refused with DEADLINE_EXCEEDED. */
  readonly deadline: Scalars['DateTime']['input'];
};

/** The participant's word that a step was refused and nothing happened. */
export type StepRejection = {
  readonly __typename?: 'StepRejection';
  /** A stable code in upper case, such as `SOLD_OUT`. */
  readonly code: Scalars['String']['output'];
  /** Why, in a sentence that the customer may read. */
  readonly message: Scalars['String']['output'];
};

/** What a saga step waits for. */
export type WaitFor =
  /** The customer has to do something, such as to confirm a payment. */
  | 'CUSTOMER'
  /** A provider has to settle something. */
  | 'PROVIDER'
  /** Somebody who works for the shop has to decide. */
  | 'OPERATOR'
  /** A parcel has to arrive. */
  | 'PARCEL';

/**
 * The participant's word that a step is neither done nor refused yet. It is asked again, with the same key, at
 * `askAgainAt` and whenever somebody hints that the answer may be there.
 */
export type StepWaiting = {
  readonly __typename?: 'StepWaiting';
  /** What it waits for. */
  readonly for: WaitFor;
  /** When it is worth asking again. */
  readonly askAgainAt: Scalars['DateTime']['output'];
  /** How long it may take; afterwards the saga turns back, and the step is undone. */
  readonly until: Scalars['DateTime']['output'];
};

/** The answer of a step that returns nothing but its acceptance. */
export type StepPayload = {
  readonly __typename?: 'StepPayload';
  /** Set when the step was refused and nothing happened. */
  readonly rejection?: Maybe<StepRejection>;
};

/** The answer of a compensation. */
export type CompensationPayload = {
  readonly __typename?: 'CompensationPayload';
  /** Whether there was something to undo. */
  readonly undone: Scalars['Boolean']['output'];
};

export type Query = {
  readonly __typename?: 'Query';
  /** What the step barrier remembers, in the order in which it was first recorded; for the auditor. */
  readonly stepRecords: StepRecordConnection;
  /** The stock in the warehouses, by SKU and warehouse by default. ADMIN only. */
  readonly inventory: StockItemConnection;
  /** All warehouses, by their code. ADMIN only. */
  readonly warehouses: ReadonlyArray<Warehouse>;
  /** Every change of stock, newest first. ADMIN only. */
  readonly stockMovements: StockMovementConnection;
  /** The units that are or were held for orders, newest first. ADMIN only. */
  readonly reservations: ReservationConnection;
  /** The reservations of all customers; for the auditor. */
  readonly reservationRecords: ReservationRecordConnection;
  /**
   * Holds that end before the given instant, earliest end first; for the coordinator, which knows whether their sagas
   * still run.
   */
  readonly endingHolds: ReadonlyArray<EndingHold>;
  /**
   * The stock of every warehouse beside what it should be, recounted from all adjustments and reservations; for the
   * auditor.
   */
  readonly stockBooks: ReadonlyArray<StockBook>;
};


export type QueryStepRecordsArgs = {
  keys?: InputMaybe<ReadonlyArray<Scalars['ID']['input']>>;
  since?: InputMaybe<Scalars['DateTime']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
};


export type QueryInventoryArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
  sku?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<InventoryFilter>;
  orderBy?: InputMaybe<InventoryOrder>;
};


export type QueryStockMovementsArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<StockMovementFilter>;
  orderBy?: InputMaybe<StockMovementOrder>;
};


export type QueryReservationsArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<ReservationFilter>;
  orderBy?: InputMaybe<ReservationOrder>;
};


export type QueryReservationRecordsArgs = {
  orderIds?: InputMaybe<ReadonlyArray<Scalars['ID']['input']>>;
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
};


export type QueryEndingHoldsArgs = {
  before: Scalars['DateTime']['input'];
  first?: InputMaybe<Scalars['Int']['input']>;
};

/** What a step barrier remembers of one step of one saga. */
export type StepRecord = {
  readonly __typename?: 'StepRecord';
  /** The saga. */
  readonly sagaId: Scalars['ID']['output'];
  /** The step's name in the saga's definition. */
  readonly step: Scalars['String']['output'];
  /** The key of the item, of a step that is done once per item. */
  readonly item?: Maybe<Scalars['String']['output']>;
  /** The highest epoch that has called. */
  readonly epoch: Scalars['Int']['output'];
  /** What became of the invoke; null when it never came. */
  readonly invoke?: Maybe<StepRecordState>;
  /** Whether the step was undone, or kept from ever happening. */
  readonly compensated: Scalars['Boolean']['output'];
  /** When the step was first heard of. */
  readonly recordedAt: Scalars['DateTime']['output'];
};

/** What a step barrier knows of an invoke. */
export type StepRecordState =
  /** A third party may have been called. */
  | 'INTENDED'
  /** It was done. */
  | 'DONE'
  /** It was refused: nothing happened. */
  | 'REJECTED'
  /** It may not happen any more. */
  | 'CANCELLED';

/** A page of what a step barrier remembers. */
export type StepRecordConnection = {
  readonly __typename?: 'StepRecordConnection';
  /** The records. */
  readonly nodes: ReadonlyArray<StepRecord>;
  /** Where the page ends. */
  readonly pageInfo: PageInfo;
};

export type Mutation = {
  readonly __typename?: 'Mutation';
  /** Forgets what the step barrier remembers of steps of sagas that ended long ago; answers how many there were. */
  readonly forgetSteps: Scalars['Int']['output'];
  /** Tells inventory the categories of products, for `InventoryFilter.category`. */
  readonly recordCategories: RecordCategoriesPayload;
  /** Moves the end of a hold to a later instant; returns whether there was such a hold. For the coordinator. */
  readonly extendHold: Scalars['Boolean']['output'];
  /** Ends a hold whose end has come and whose saga has ended; returns whether there was such a hold. For the coordinator. */
  readonly expireHold: Scalars['Boolean']['output'];
  /** Changes the stock on hand after a delivery, a count or a loss. ADMIN only. */
  readonly adjustStock: AdjustStockPayload;
  /** Opens a warehouse. ADMIN only. */
  readonly createWarehouse: CreateWarehousePayload;
  /** Changes a warehouse; what is not given stays. ADMIN only. */
  readonly updateWarehouse: UpdateWarehousePayload;
  /** Holds the units of all lines for an order, or none. */
  readonly reserveInventory: ReserveInventoryPayload;
  /** Gives back exactly what reserveInventory held. */
  readonly releaseInventory: CompensationPayload;
  /** Takes the held units out of the stock on hand: they leave the warehouse. */
  readonly commitReservation: StepPayload;
  /** Makes the hold of an order last until the order is settled, instead of ending by itself. */
  readonly allocateReservation: StepPayload;
  /** Takes the units held in one warehouse out of its stock on hand: their parcel was handed over. */
  readonly commitParcel: StepPayload;
  /** Puts units of an order back on the shelf, whether they are still held or have left the warehouse. */
  readonly restockUnits: StepPayload;
  /** Puts the units of a cancelled order back on the shelf, whether they have left the warehouse or not. */
  readonly restockInventory: StepPayload;
};


export type MutationForgetStepsArgs = {
  keys: ReadonlyArray<Scalars['ID']['input']>;
};


export type MutationRecordCategoriesArgs = {
  input: ReadonlyArray<RecordCategoryInput>;
};


export type MutationExtendHoldArgs = {
  orderId: Scalars['ID']['input'];
  until: Scalars['DateTime']['input'];
};


export type MutationExpireHoldArgs = {
  orderId: Scalars['ID']['input'];
};


export type MutationAdjustStockArgs = {
  input: AdjustStockInput;
};


export type MutationCreateWarehouseArgs = {
  input: CreateWarehouseInput;
};


export type MutationUpdateWarehouseArgs = {
  input: UpdateWarehouseInput;
};


export type MutationReserveInventoryArgs = {
  step: StepInput;
  input: ReserveInventoryInput;
};


export type MutationReleaseInventoryArgs = {
  step: StepInput;
  input: ReservationStepInput;
};


export type MutationCommitReservationArgs = {
  step: StepInput;
  input: ReservationStepInput;
};


export type MutationAllocateReservationArgs = {
  step: StepInput;
  input: ReservationStepInput;
};


export type MutationCommitParcelArgs = {
  step: StepInput;
  input: CommitParcelInput;
};


export type MutationRestockUnitsArgs = {
  step: StepInput;
  input: RestockUnitsInput;
};


export type MutationRestockInventoryArgs = {
  step: StepInput;
  input: ReservationStepInput;
};

/** A hold that ends by itself. */
export type EndingHold = {
  readonly __typename?: 'EndingHold';
  /** The order. */
  readonly orderId: Scalars['ID']['output'];
  /** The saga that holds it. */
  readonly sagaId: Scalars['ID']['output'];
  /** When the hold ends. */
  readonly expiresAt: Scalars['DateTime']['output'];
};

export type Subscription = {
  readonly __typename?: 'Subscription';
  /** Whether each product is in stock: first every product, then each change. */
  readonly stockChanged: StockLevel;
};

/** Whether a product is in stock. */
export type StockLevel = {
  readonly __typename?: 'StockLevel';
  /** The product's stock keeping unit. */
  readonly sku: Scalars['String']['output'];
  /** Whether at least one unit is available. */
  readonly inStock: Scalars['Boolean']['output'];
  /** Grows with every change of the product's stock. */
  readonly revision: Scalars['SafeInt']['output'];
  /** The category of the product's stock; null where inventory was not told one for all of it. */
  readonly category?: Maybe<Scalars['String']['output']>;
};

/** Which category a product is listed under. */
export type RecordCategoryInput = {
  /** The product's stock keeping unit. */
  readonly sku: Scalars['String']['input'];
  /** The category. */
  readonly category: Scalars['String']['input'];
};

/** The answer of recordCategories. */
export type RecordCategoriesPayload = {
  readonly __typename?: 'RecordCategoriesPayload';
  /** For how many items of stock the category was new. */
  readonly recorded: Scalars['Int']['output'];
};

/** Which stock; all given conditions must hold. */
export type InventoryFilter = {
  /** The stock of this product. */
  readonly sku?: InputMaybe<Scalars['String']['input']>;
  /** The stock of products in exactly this category; a change in the catalog shows within seconds. */
  readonly category?: InputMaybe<Scalars['String']['input']>;
  /** What stands in this warehouse, such as `EAST`. */
  readonly warehouse?: InputMaybe<Scalars['String']['input']>;
  /** Whether at least one unit can be ordered from the warehouse. */
  readonly inStock?: InputMaybe<Scalars['Boolean']['input']>;
};

/** How stock is sorted. */
export type InventoryOrder = {
  /** By what. */
  readonly field: InventoryOrderField;
  /** In which direction. */
  readonly direction?: OrderDirection;
};

/** What stock can be sorted by. */
export type InventoryOrderField =
  /** The product's stock keeping unit, then the warehouse. */
  | 'SKU'
  /** The warehouse, then the stock keeping unit. */
  | 'WAREHOUSE'
  /** How many units can be ordered. */
  | 'AVAILABLE'
  /** How many units stand in the warehouse. */
  | 'ON_HAND';

/** A change of stock. */
export type AdjustStockInput = {
  /** The product's stock keeping unit. */
  readonly sku: Scalars['String']['input'];
  /** The code of the warehouse, such as `EAST`. */
  readonly warehouse: Scalars['String']['input'];
  /** How many units come (positive) or go (negative); never below what is reserved. */
  readonly delta: Scalars['Int']['input'];
  /** Why, 1 to 200 characters. */
  readonly reason: Scalars['String']['input'];
  /** 8 to 128 characters; the same key with the same input is the same change, with other input an IdempotencyConflict. */
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
};

/** The answer of adjustStock. */
export type AdjustStockPayload = {
  readonly __typename?: 'AdjustStockPayload';
  /** The product; null when there are errors. */
  readonly product?: Maybe<Product>;
  /** The product's stock after the change; null when there are errors. */
  readonly stock?: Maybe<Stock>;
  /** The changed stock of the warehouse; null when there are errors. */
  readonly item?: Maybe<StockItem>;
  /** Why nothing was changed. */
  readonly errors: ReadonlyArray<AdjustStockError>;
};

/** Why stock was not changed. */
export type AdjustStockError = ValidationError | InsufficientStock | IdempotencyConflict;

/** More units would go than are free. */
export type InsufficientStock = UserError & {
  readonly __typename?: 'InsufficientStock';
  /** Always `INSUFFICIENT_STOCK`. */
  readonly code: Scalars['String']['output'];
  /** What is wrong, in a sentence. */
  readonly message: Scalars['String']['output'];
  /** The argument at fault. */
  readonly path?: Maybe<ReadonlyArray<Scalars['String']['output']>>;
  /** How many units are free to go. */
  readonly available: Scalars['Int']['output'];
};

/** What to hold for an order. */
export type ReserveInventoryInput = {
  /** The order. */
  readonly orderId: Scalars['ID']['input'];
  /** Whose order it is. */
  readonly customerId: Scalars['ID']['input'];
  /** The products, each at most once. */
  readonly lines: ReadonlyArray<StepLineInput>;
  /** How long they are held before the hold may end by itself, in ms; null means until the order is settled. */
  readonly holdForMs?: InputMaybe<Scalars['Int']['input']>;
};

/** The units of an order in one warehouse. */
export type CommitParcelInput = {
  /** The order. */
  readonly orderId: Scalars['ID']['input'];
  /** The warehouse; nothing happens where nothing is held in it. */
  readonly warehouse: Scalars['String']['input'];
};

/** Units of an order that go back on the shelf. */
export type RestockUnitsInput = {
  /** The order. */
  readonly orderId: Scalars['ID']['input'];
  /** The units; may be empty. */
  readonly lines: ReadonlyArray<WarehouseLineInput>;
  /** Why, as the movement of stock shows it. */
  readonly reason: RestockReason;
};

/** Why units go back on the shelf. */
export type RestockReason =
  /** They were cancelled before they were sent. */
  | 'CANCELLED'
  /** They were sent back. */
  | 'RETURNED';

/** Units of one product in one warehouse. */
export type WarehouseLineInput = {
  /** The product's stock keeping unit. */
  readonly sku: Scalars['String']['input'];
  /** How many units. */
  readonly quantity: Scalars['Int']['input'];
  /** The warehouse. */
  readonly warehouse: Scalars['String']['input'];
};

/** The units held for an order in one warehouse, which make one parcel. */
export type AllocatedParcel = {
  readonly __typename?: 'AllocatedParcel';
  /** The warehouse. */
  readonly warehouse: Scalars['String']['output'];
  /** What is held there. */
  readonly lines: ReadonlyArray<AllocatedLine>;
};

/** Units of one product in a parcel. */
export type AllocatedLine = {
  readonly __typename?: 'AllocatedLine';
  /** The product's stock keeping unit. */
  readonly sku: Scalars['String']['output'];
  /** How many units. */
  readonly quantity: Scalars['Int']['output'];
};

/** The answer of reserveInventory. */
export type ReserveInventoryPayload = {
  readonly __typename?: 'ReserveInventoryPayload';
  /** The reservation; null when the step was refused. */
  readonly reservationId?: Maybe<Scalars['ID']['output']>;
  /** The units held, one entry per warehouse; null when the step was refused. */
  readonly parcels?: Maybe<ReadonlyArray<AllocatedParcel>>;
  /** Set when the step was refused and nothing happened. */
  readonly rejection?: Maybe<StepRejection>;
};

/** Names the reservation by its order. */
export type ReservationStepInput = {
  /** The order. */
  readonly orderId: Scalars['ID']['input'];
};

export type Product = {
  readonly __typename?: 'Product';
  readonly sku: Scalars['String']['output'];
  /** The product's stock over all warehouses. */
  readonly stock?: Maybe<Stock>;
};

/** The stock of a product over all warehouses. */
export type Stock = {
  readonly __typename?: 'Stock';
  /** How many units can be ordered: on hand less reserved. */
  readonly available: Scalars['Int']['output'];
  /** Whether at least one unit can be ordered. */
  readonly inStock: Scalars['Boolean']['output'];
  /** How many units stand in the warehouses. ADMIN only, else null. */
  readonly onHand?: Maybe<Scalars['Int']['output']>;
  /** How many units are held for orders. ADMIN only, else null. */
  readonly reserved?: Maybe<Scalars['Int']['output']>;
};

/** The stock of a product in one warehouse. */
export type StockItem = {
  readonly __typename?: 'StockItem';
  /** The product's stock keeping unit. */
  readonly sku: Scalars['String']['output'];
  /** The warehouse. */
  readonly warehouse: Scalars['String']['output'];
  /** How many units can be ordered: on hand less reserved. */
  readonly available: Scalars['Int']['output'];
  /** How many units stand in the warehouse. */
  readonly onHand: Scalars['Int']['output'];
  /** How many units are held for orders. */
  readonly reserved: Scalars['Int']['output'];
  /** The product. */
  readonly product?: Maybe<Product>;
};

/** A page of stock. */
export type StockItemConnection = {
  readonly __typename?: 'StockItemConnection';
  /** The stock with its cursors. */
  readonly edges: ReadonlyArray<StockItemEdge>;
  /** The stock. */
  readonly nodes: ReadonlyArray<StockItem>;
  /** Where the page ends. */
  readonly pageInfo: PageInfo;
  /** How many items match in all. */
  readonly totalCount: Scalars['Int']['output'];
};

/** Stock in a page. */
export type StockItemEdge = {
  readonly __typename?: 'StockItemEdge';
  /** The item's place in the list. */
  readonly cursor: Scalars['String']['output'];
  /** The stock. */
  readonly node: StockItem;
};

/** A place from which orders are sent. */
export type Warehouse = {
  readonly __typename?: 'Warehouse';
  /** Its unique code, such as `EAST`. */
  readonly code: Scalars['String']['output'];
  /** Its human-readable name. */
  readonly name: Scalars['String']['output'];
  /** Where it is; null where that is not known. */
  readonly address?: Maybe<Address>;
  /** Whether orders are sent from it. */
  readonly active: Scalars['Boolean']['output'];
};

/** A warehouse to open. */
export type CreateWarehouseInput = {
  /** 1 to 32 capital letters, digits and hyphens, beginning with a letter; not another warehouse's. */
  readonly code: Scalars['String']['input'];
  /** Its human-readable name, 1 to 100 characters. */
  readonly name: Scalars['String']['input'];
  /** Where it is. */
  readonly address?: InputMaybe<AddressInput>;
};

/** The answer of createWarehouse. */
export type CreateWarehousePayload = {
  readonly __typename?: 'CreateWarehousePayload';
  /** The warehouse; null when there are errors. */
  readonly warehouse?: Maybe<Warehouse>;
  /** Why nothing was opened. */
  readonly errors: ReadonlyArray<CreateWarehouseError>;
};

/** Why a warehouse was not opened. */
export type CreateWarehouseError = ValidationError | WarehouseExists;

/** Another warehouse has the code. */
export type WarehouseExists = UserError & {
  readonly __typename?: 'WarehouseExists';
  /** Always `WAREHOUSE_EXISTS`. */
  readonly code: Scalars['String']['output'];
  /** What is wrong, in a sentence. */
  readonly message: Scalars['String']['output'];
  /** The argument at fault. */
  readonly path?: Maybe<ReadonlyArray<Scalars['String']['output']>>;
};

/** Changes of a warehouse; absent or null fields stay as they are. */
export type UpdateWarehouseInput = {
  /** The code of the warehouse. */
  readonly code: Scalars['String']['input'];
  /** Its human-readable name, 1 to 100 characters. */
  readonly name?: InputMaybe<Scalars['String']['input']>;
  /** Where it is. */
  readonly address?: InputMaybe<AddressInput>;
  /** Whether orders are sent from it; units that it already holds for orders are sent nevertheless. */
  readonly active?: InputMaybe<Scalars['Boolean']['input']>;
};

/** The answer of updateWarehouse. */
export type UpdateWarehousePayload = {
  readonly __typename?: 'UpdateWarehousePayload';
  /** The warehouse; null when there are errors. */
  readonly warehouse?: Maybe<Warehouse>;
  /** Why nothing was changed. */
  readonly errors: ReadonlyArray<UpdateWarehouseError>;
};

/** Why a warehouse was not changed. */
export type UpdateWarehouseError = ValidationError | WarehouseNotFound;

/** There is no warehouse with the code. */
export type WarehouseNotFound = UserError & {
  readonly __typename?: 'WarehouseNotFound';
  /** Always `WAREHOUSE_NOT_FOUND`. */
  readonly code: Scalars['String']['output'];
  /** What is wrong, in a sentence. */
  readonly message: Scalars['String']['output'];
  /** The argument at fault. */
  readonly path?: Maybe<ReadonlyArray<Scalars['String']['output']>>;
};

/** A change of the stock of a product in one warehouse. */
export type StockMovement = {
  readonly __typename?: 'StockMovement';
  /** The movement's id. */
  readonly id: Scalars['ID']['output'];
  /** When it happened. */
  readonly at: Scalars['DateTime']['output'];
  /** The product's stock keeping unit. */
  readonly sku: Scalars['String']['output'];
  /** The warehouse. */
  readonly warehouse: Scalars['String']['output'];
  /** What moved the units. */
  readonly type: StockMovementType;
  /**
   * How many units: positive if they arrived or can be ordered again, negative if they left or are held. The sum of all
   * ADJUSTMENT, SHIPMENT and RETURN movements is the stock on hand.
   */
  readonly quantity: Scalars['Int']['output'];
  /** Why; null where the type says it. */
  readonly reason?: Maybe<Scalars['String']['output']>;
  /** Who did it: the id of the ADMIN or of the saga; null for stock from before movements were recorded. */
  readonly actor?: Maybe<Scalars['String']['output']>;
  /** The order that it was for; null where it was for none. */
  readonly order?: Maybe<Order>;
};

/** The kinds of movements. */
export type StockMovementType =
  /** A delivery, a count or a loss, or the opening stock. */
  | 'ADJUSTMENT'
  /** Units were held for an order; they are still in the warehouse. */
  | 'RESERVATION'
  /** Held units were released. */
  | 'RELEASE'
  /** Held units were released, because the hold ended by itself. */
  | 'EXPIRY'
  /** Units have left for the customer. */
  | 'SHIPMENT'
  /** Units that had left are back in the warehouse. */
  | 'RETURN';

/** Which movements; all given conditions must hold. */
export type StockMovementFilter = {
  /** Movements of this product. */
  readonly sku?: InputMaybe<Scalars['String']['input']>;
  /** Movements in this warehouse. */
  readonly warehouse?: InputMaybe<Scalars['String']['input']>;
  /** One of these types. */
  readonly type?: InputMaybe<ReadonlyArray<StockMovementType>>;
  /** Movements for this order. */
  readonly orderId?: InputMaybe<Scalars['ID']['input']>;
  /** Movements at or after this instant. */
  readonly atAfter?: InputMaybe<Scalars['DateTime']['input']>;
  /** Movements before this instant. */
  readonly atBefore?: InputMaybe<Scalars['DateTime']['input']>;
};

/** How movements are sorted. */
export type StockMovementOrder = {
  /** By what. */
  readonly field: StockMovementOrderField;
  /** In which direction. */
  readonly direction?: OrderDirection;
};

/** What movements can be sorted by. */
export type StockMovementOrderField =
  /** When it happened. */
  | 'AT'
  /** The product's stock keeping unit; then when it happened. */
  | 'SKU';

/** A page of movements. */
export type StockMovementConnection = {
  readonly __typename?: 'StockMovementConnection';
  /** The movements with their cursors. */
  readonly edges: ReadonlyArray<StockMovementEdge>;
  /** The movements. */
  readonly nodes: ReadonlyArray<StockMovement>;
  /** Where the page ends. */
  readonly pageInfo: PageInfo;
  /** How many items match in all. */
  readonly totalCount: Scalars['Int']['output'];
};

/** A movement in a page. */
export type StockMovementEdge = {
  readonly __typename?: 'StockMovementEdge';
  /** The item's place in the list. */
  readonly cursor: Scalars['String']['output'];
  /** The movement. */
  readonly node: StockMovement;
};

/** Which reservations; all given conditions must hold. */
export type ReservationFilter = {
  /** One of these statuses. */
  readonly status?: InputMaybe<ReadonlyArray<ReservationStatus>>;
  /** Reservations of this product. */
  readonly sku?: InputMaybe<Scalars['String']['input']>;
  /** The reservation of this order. */
  readonly orderId?: InputMaybe<Scalars['ID']['input']>;
  /** Reservations in this warehouse. */
  readonly warehouse?: InputMaybe<Scalars['String']['input']>;
  /** Reservations for orders of this customer. */
  readonly customerId?: InputMaybe<Scalars['ID']['input']>;
  /** Reservations made at or after this instant. */
  readonly createdAfter?: InputMaybe<Scalars['DateTime']['input']>;
  /** Reservations made before this instant. */
  readonly createdBefore?: InputMaybe<Scalars['DateTime']['input']>;
};

/** How reservations are sorted. */
export type ReservationOrder = {
  /** By what. */
  readonly field: ReservationOrderField;
  /** In which direction. */
  readonly direction?: OrderDirection;
};

/** What reservations can be sorted by. */
export type ReservationOrderField =
  /** When the units were first held. */
  | 'CREATED_AT'
  /** Its status, alphabetically by name; then when the units were first held. */
  | 'STATUS';

/** A page of reservations. */
export type ReservationConnection = {
  readonly __typename?: 'ReservationConnection';
  /** The reservations with their cursors. */
  readonly edges: ReadonlyArray<ReservationEdge>;
  /** The reservations. */
  readonly nodes: ReadonlyArray<Reservation>;
  /** Where the page ends. */
  readonly pageInfo: PageInfo;
  /** How many items match in all. */
  readonly totalCount: Scalars['Int']['output'];
};

/** A reservation in a page. */
export type ReservationEdge = {
  readonly __typename?: 'ReservationEdge';
  /** The item's place in the list. */
  readonly cursor: Scalars['String']['output'];
  /** The reservation. */
  readonly node: Reservation;
};

export type Order = {
  readonly __typename?: 'Order';
  readonly id: Scalars['ID']['output'];
  /** The units held for the order; null when nothing was ever held. */
  readonly reservation?: Maybe<Reservation>;
};

/** Units held for an order. */
export type Reservation = {
  readonly __typename?: 'Reservation';
  /** The reservation's id. */
  readonly id: Scalars['ID']['output'];
  /** Its status. */
  readonly status: ReservationStatus;
  /** What is held, and where. */
  readonly lines: ReadonlyArray<ReservationLine>;
  /** When the hold ends by itself; null where it lasts until the order is settled. */
  readonly expiresAt?: Maybe<Scalars['DateTime']['output']>;
  /** When the units were first held. */
  readonly createdAt: Scalars['DateTime']['output'];
  /** The order. */
  readonly order?: Maybe<Order>;
};

/** The status of a reservation. */
export type ReservationStatus =
  /** The units are held. */
  | 'HELD'
  /** The units have left the warehouse. */
  | 'COMMITTED'
  /** The units were given back. */
  | 'RELEASED'
  /** The hold ended by itself. */
  | 'EXPIRED';

/** Units of one product held in one warehouse. */
export type ReservationLine = {
  readonly __typename?: 'ReservationLine';
  /** The product's stock keeping unit. */
  readonly sku: Scalars['String']['output'];
  /** How many units. */
  readonly quantity: Scalars['Int']['output'];
  /** The warehouse that they are in. */
  readonly warehouse: Scalars['String']['output'];
};

/** Units held for an order, with the order. */
export type ReservationRecord = {
  readonly __typename?: 'ReservationRecord';
  /** The order. */
  readonly orderId: Scalars['ID']['output'];
  /** The reservation's status. */
  readonly status: ReservationStatus;
  /** What is or was held, and where. */
  readonly lines: ReadonlyArray<ReservationLine>;
  /** When the hold ends by itself. */
  readonly expiresAt?: Maybe<Scalars['DateTime']['output']>;
  /** Whether the order stands, and the hold lasts until it is settled. */
  readonly allocated: Scalars['Boolean']['output'];
  /** What is still held, or has left and not come back. */
  readonly kept: ReadonlyArray<ReservationLine>;
};

/** A page of reservations. */
export type ReservationRecordConnection = {
  readonly __typename?: 'ReservationRecordConnection';
  /** The reservations. */
  readonly nodes: ReadonlyArray<ReservationRecord>;
  /** Where the page ends. */
  readonly pageInfo: PageInfo;
};

/** The stock of a product in one warehouse, and the sums that it follows from. */
export type StockBook = {
  readonly __typename?: 'StockBook';
  /** The product's stock keeping unit. */
  readonly sku: Scalars['String']['output'];
  /** The warehouse. */
  readonly warehouse: Scalars['String']['output'];
  /** How many units stand in the warehouse. */
  readonly onHand: Scalars['Int']['output'];
  /** How many units are held for orders. */
  readonly reserved: Scalars['Int']['output'];
  /** How many units can be ordered. */
  readonly available: Scalars['Int']['output'];
  /** How many units were there before the first adjustment; null where that was not recorded. */
  readonly opening?: Maybe<Scalars['Int']['output']>;
  /** The sum of all adjustments. */
  readonly adjusted: Scalars['SafeInt']['output'];
  /** The sum of the units that orders hold. */
  readonly held: Scalars['SafeInt']['output'];
  /** The sum of the units that orders have taken, less those that came back. */
  readonly sold: Scalars['SafeInt']['output'];
  /** The sum of all movements that change the stock on hand; null where none were recorded yet. */
  readonly moved?: Maybe<Scalars['SafeInt']['output']>;
  /** Whether nothing moved during the count; if false, the numbers may not add up. */
  readonly settled: Scalars['Boolean']['output'];
};



export type ResolverTypeWrapper<T> = Promise<T> | T;

export type ReferenceResolver<TResult, TReference, TContext> = (
      reference: TReference,
      context: TContext,
      info: GraphQLResolveInfo
    ) => Promise<TResult> | TResult;

      type ScalarCheck<T, S> = S extends true ? T : NullableCheck<T, S>;
      type NullableCheck<T, S> = Maybe<T> extends T ? Maybe<ListCheck<NonNullable<T>, S>> : ListCheck<T, S>;
      type ListCheck<T, S> = T extends (infer U)[] ? NullableCheck<U, S>[] : GraphQLRecursivePick<T, S>;
      export type GraphQLRecursivePick<T, S> = { [K in keyof T & keyof S]: ScalarCheck<T[K], S[K]> };
    

export type ResolverWithResolve<TResult, TParent, TContext, TArgs> = {
  resolve: ResolverFn<TResult, TParent, TContext, TArgs>;
};
export type Resolver<TResult, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> = ResolverFn<TResult, TParent, TContext, TArgs> | ResolverWithResolve<TResult, TParent, TContext, TArgs>;

export type ResolverFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => Promise<TResult> | TResult;

export type SubscriptionSubscribeFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => AsyncIterable<TResult> | Promise<AsyncIterable<TResult>>;

export type SubscriptionResolveFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => TResult | Promise<TResult>;

export interface SubscriptionSubscriberObject<TResult, TKey extends string, TParent, TContext, TArgs> {
  subscribe: SubscriptionSubscribeFn<{ [key in TKey]: TResult }, TParent, TContext, TArgs>;
  resolve?: SubscriptionResolveFn<TResult, { [key in TKey]: TResult }, TContext, TArgs>;
}

export interface SubscriptionResolverObject<TResult, TParent, TContext, TArgs> {
  subscribe: SubscriptionSubscribeFn<any, TParent, TContext, TArgs>;
  resolve: SubscriptionResolveFn<TResult, any, TContext, TArgs>;
}

export type SubscriptionObject<TResult, TKey extends string, TParent, TContext, TArgs> =
  | SubscriptionSubscriberObject<TResult, TKey, TParent, TContext, TArgs>
  | SubscriptionResolverObject<TResult, TParent, TContext, TArgs>;

export type SubscriptionResolver<TResult, TKey extends string, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> =
  | ((...args: any[]) => SubscriptionObject<TResult, TKey, TParent, TContext, TArgs>)
  | SubscriptionObject<TResult, TKey, TParent, TContext, TArgs>;

export type TypeResolveFn<TTypes, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>> = (
  parent: TParent,
  context: TContext,
  info: GraphQLResolveInfo
) => Maybe<TTypes> | Promise<Maybe<TTypes>>;

export type IsTypeOfResolverFn<T = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>> = (obj: T, context: TContext, info: GraphQLResolveInfo) => boolean | Promise<boolean>;

export type NextResolverFn<T> = () => Promise<T>;

export type DirectiveResolverFn<TResult = Record<PropertyKey, never>, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> = (
  next: NextResolverFn<TResult>,
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => TResult | Promise<TResult>;

/** Mapping of federation types */
export type FederationTypes = {
  Product: Product;
  Order: Order;
};

/** Mapping of federation reference types */
export type FederationReferenceTypes = {
  Product:
    ( { __typename: 'Product' }
    & GraphQLRecursivePick<FederationTypes['Product'], {"sku":true}> );
  Order:
    ( { __typename: 'Order' }
    & GraphQLRecursivePick<FederationTypes['Order'], {"id":true}> );
};

/** Mapping of union types */
export type ResolversUnionTypes<_RefType extends Record<string, unknown>> = {
  AdjustStockError:
    | ( ValidationError )
    | ( InsufficientStock )
    | ( IdempotencyConflict )
  ;
  CreateWarehouseError:
    | ( ValidationError )
    | ( WarehouseExists )
  ;
  UpdateWarehouseError:
    | ( ValidationError )
    | ( WarehouseNotFound )
  ;
};

/** Mapping of interface types */
export type ResolversInterfaceTypes<_RefType extends Record<string, unknown>> = {
  Node: never;
  UserError:
    | ( ValidationError )
    | ( IdempotencyConflict )
    | ( InsufficientStock )
    | ( WarehouseExists )
    | ( WarehouseNotFound )
  ;
};

/** Mapping between all available schema types and the resolvers types */
export type ResolversTypes = {
  DateTime: ResolverTypeWrapper<Scalars['DateTime']['output']>;
  SafeInt: ResolverTypeWrapper<Scalars['SafeInt']['output']>;
  Currency: ResolverTypeWrapper<Scalars['Currency']['output']>;
  Money: ResolverTypeWrapper<Money>;
  MoneyInput: MoneyInput;
  Node: ResolverTypeWrapper<ResolversInterfaceTypes<ResolversTypes>['Node']>;
  ID: ResolverTypeWrapper<Scalars['ID']['output']>;
  PageInfo: ResolverTypeWrapper<PageInfo>;
  OrderDirection: OrderDirection;
  UserError: ResolverTypeWrapper<ResolversInterfaceTypes<ResolversTypes>['UserError']>;
  ValidationError: ResolverTypeWrapper<ValidationError>;
  IdempotencyConflict: ResolverTypeWrapper<IdempotencyConflict>;
  Address: ResolverTypeWrapper<Address>;
  AddressInput: AddressInput;
  StepLineInput: StepLineInput;
  PricedLineInput: PricedLineInput;
  StepInput: StepInput;
  StepRejection: ResolverTypeWrapper<StepRejection>;
  WaitFor: WaitFor;
  StepWaiting: ResolverTypeWrapper<StepWaiting>;
  StepPayload: ResolverTypeWrapper<StepPayload>;
  CompensationPayload: ResolverTypeWrapper<CompensationPayload>;
  Query: ResolverTypeWrapper<Record<PropertyKey, never>>;
  StepRecord: ResolverTypeWrapper<StepRecord>;
  StepRecordState: StepRecordState;
  StepRecordConnection: ResolverTypeWrapper<StepRecordConnection>;
  Mutation: ResolverTypeWrapper<Record<PropertyKey, never>>;
  EndingHold: ResolverTypeWrapper<EndingHold>;
  Subscription: ResolverTypeWrapper<Record<PropertyKey, never>>;
  StockLevel: ResolverTypeWrapper<StockLevelEvent>;
  RecordCategoryInput: RecordCategoryInput;
  RecordCategoriesPayload: ResolverTypeWrapper<RecordCategoriesPayload>;
  InventoryFilter: InventoryFilter;
  InventoryOrder: InventoryOrder;
  InventoryOrderField: InventoryOrderField;
  AdjustStockInput: AdjustStockInput;
  AdjustStockPayload: ResolverTypeWrapper<Omit<AdjustStockPayload, 'product' | 'stock' | 'item' | 'errors'> & { product?: Maybe<ResolversTypes['Product']>, stock?: Maybe<ResolversTypes['Stock']>, item?: Maybe<ResolversTypes['StockItem']>, errors: ReadonlyArray<ResolversTypes['AdjustStockError']> }>;
  AdjustStockError: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['AdjustStockError']>;
  InsufficientStock: ResolverTypeWrapper<InsufficientStock>;
  ReserveInventoryInput: ReserveInventoryInput;
  CommitParcelInput: CommitParcelInput;
  RestockUnitsInput: RestockUnitsInput;
  RestockReason: RestockReason;
  WarehouseLineInput: WarehouseLineInput;
  AllocatedParcel: ResolverTypeWrapper<AllocatedParcel>;
  AllocatedLine: ResolverTypeWrapper<AllocatedLine>;
  ReserveInventoryPayload: ResolverTypeWrapper<ReserveInventoryPayload>;
  ReservationStepInput: ReservationStepInput;
  Product: ResolverTypeWrapper<ProductReference>;
  Stock: ResolverTypeWrapper<StockTotals>;
  StockItem: ResolverTypeWrapper<StockDocument>;
  StockItemConnection: ResolverTypeWrapper<StockItemPage>;
  StockItemEdge: ResolverTypeWrapper<Omit<StockItemEdge, 'node'> & { node: ResolversTypes['StockItem'] }>;
  Warehouse: ResolverTypeWrapper<WarehouseDocument>;
  CreateWarehouseInput: CreateWarehouseInput;
  CreateWarehousePayload: ResolverTypeWrapper<Omit<CreateWarehousePayload, 'warehouse' | 'errors'> & { warehouse?: Maybe<ResolversTypes['Warehouse']>, errors: ReadonlyArray<ResolversTypes['CreateWarehouseError']> }>;
  CreateWarehouseError: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['CreateWarehouseError']>;
  WarehouseExists: ResolverTypeWrapper<WarehouseExists>;
  UpdateWarehouseInput: UpdateWarehouseInput;
  UpdateWarehousePayload: ResolverTypeWrapper<Omit<UpdateWarehousePayload, 'warehouse' | 'errors'> & { warehouse?: Maybe<ResolversTypes['Warehouse']>, errors: ReadonlyArray<ResolversTypes['UpdateWarehouseError']> }>;
  UpdateWarehouseError: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['UpdateWarehouseError']>;
  WarehouseNotFound: ResolverTypeWrapper<WarehouseNotFound>;
  StockMovement: ResolverTypeWrapper<StockMovementDocument>;
  StockMovementType: StockMovementType;
  StockMovementFilter: StockMovementFilter;
  StockMovementOrder: StockMovementOrder;
  StockMovementOrderField: StockMovementOrderField;
  StockMovementConnection: ResolverTypeWrapper<StockMovementPage>;
  StockMovementEdge: ResolverTypeWrapper<Omit<StockMovementEdge, 'node'> & { node: ResolversTypes['StockMovement'] }>;
  ReservationFilter: ReservationFilter;
  ReservationOrder: ReservationOrder;
  ReservationOrderField: ReservationOrderField;
  ReservationConnection: ResolverTypeWrapper<ReservationConnectionPage>;
  ReservationEdge: ResolverTypeWrapper<Omit<ReservationEdge, 'node'> & { node: ResolversTypes['Reservation'] }>;
  Order: ResolverTypeWrapper<OrderReference>;
  Reservation: ResolverTypeWrapper<ReservationDocument>;
  ReservationStatus: ReservationStatus;
  ReservationLine: ResolverTypeWrapper<ReservationLine>;
  ReservationRecord: ResolverTypeWrapper<ReservationDocument>;
  ReservationRecordConnection: ResolverTypeWrapper<ReservationPage>;
  StockBook: ResolverTypeWrapper<StockBook>;
  Int: ResolverTypeWrapper<Scalars['Int']['output']>;
  Boolean: ResolverTypeWrapper<Scalars['Boolean']['output']>;
  String: ResolverTypeWrapper<Scalars['String']['output']>;
};

/** Mapping between all available schema types and the resolvers parents */
export type ResolversParentTypes = {
  DateTime: Scalars['DateTime']['output'];
  SafeInt: Scalars['SafeInt']['output'];
  Currency: Scalars['Currency']['output'];
  Money: Money;
  MoneyInput: MoneyInput;
  Node: ResolversInterfaceTypes<ResolversParentTypes>['Node'];
  ID: Scalars['ID']['output'];
  PageInfo: PageInfo;
  UserError: ResolversInterfaceTypes<ResolversParentTypes>['UserError'];
  ValidationError: ValidationError;
  IdempotencyConflict: IdempotencyConflict;
  Address: Address;
  AddressInput: AddressInput;
  StepLineInput: StepLineInput;
  PricedLineInput: PricedLineInput;
  StepInput: StepInput;
  StepRejection: StepRejection;
  StepWaiting: StepWaiting;
  StepPayload: StepPayload;
  CompensationPayload: CompensationPayload;
  Query: Record<PropertyKey, never>;
  StepRecord: StepRecord;
  StepRecordConnection: StepRecordConnection;
  Mutation: Record<PropertyKey, never>;
  EndingHold: EndingHold;
  Subscription: Record<PropertyKey, never>;
  StockLevel: StockLevelEvent;
  RecordCategoryInput: RecordCategoryInput;
  RecordCategoriesPayload: RecordCategoriesPayload;
  InventoryFilter: InventoryFilter;
  InventoryOrder: InventoryOrder;
  AdjustStockInput: AdjustStockInput;
  AdjustStockPayload: Omit<AdjustStockPayload, 'product' | 'stock' | 'item' | 'errors'> & { product?: Maybe<ResolversParentTypes['Product']>, stock?: Maybe<ResolversParentTypes['Stock']>, item?: Maybe<ResolversParentTypes['StockItem']>, errors: ReadonlyArray<ResolversParentTypes['AdjustStockError']> };
  AdjustStockError: ResolversUnionTypes<ResolversParentTypes>['AdjustStockError'];
  InsufficientStock: InsufficientStock;
  ReserveInventoryInput: ReserveInventoryInput;
  CommitParcelInput: CommitParcelInput;
  RestockUnitsInput: RestockUnitsInput;
  WarehouseLineInput: WarehouseLineInput;
  AllocatedParcel: AllocatedParcel;
  AllocatedLine: AllocatedLine;
  ReserveInventoryPayload: ReserveInventoryPayload;
  ReservationStepInput: ReservationStepInput;
  Product: ProductReference;
  Stock: StockTotals;
  StockItem: StockDocument;
  StockItemConnection: StockItemPage;
  StockItemEdge: Omit<StockItemEdge, 'node'> & { node: ResolversParentTypes['StockItem'] };
  Warehouse: WarehouseDocument;
  CreateWarehouseInput: CreateWarehouseInput;
  CreateWarehousePayload: Omit<CreateWarehousePayload, 'warehouse' | 'errors'> & { warehouse?: Maybe<ResolversParentTypes['Warehouse']>, errors: ReadonlyArray<ResolversParentTypes['CreateWarehouseError']> };
  CreateWarehouseError: ResolversUnionTypes<ResolversParentTypes>['CreateWarehouseError'];
  WarehouseExists: WarehouseExists;
  UpdateWarehouseInput: UpdateWarehouseInput;
  UpdateWarehousePayload: Omit<UpdateWarehousePayload, 'warehouse' | 'errors'> & { warehouse?: Maybe<ResolversParentTypes['Warehouse']>, errors: ReadonlyArray<ResolversParentTypes['UpdateWarehouseError']> };
  UpdateWarehouseError: ResolversUnionTypes<ResolversParentTypes>['UpdateWarehouseError'];
  WarehouseNotFound: WarehouseNotFound;
  StockMovement: StockMovementDocument;
  StockMovementFilter: StockMovementFilter;
  StockMovementOrder: StockMovementOrder;
  StockMovementConnection: StockMovementPage;
  StockMovementEdge: Omit<StockMovementEdge, 'node'> & { node: ResolversParentTypes['StockMovement'] };
  ReservationFilter: ReservationFilter;
  ReservationOrder: ReservationOrder;
  ReservationConnection: ReservationConnectionPage;
  ReservationEdge: Omit<ReservationEdge, 'node'> & { node: ResolversParentTypes['Reservation'] };
  Order: OrderReference;
  Reservation: ReservationDocument;
  ReservationLine: ReservationLine;
  ReservationRecord: ReservationDocument;
  ReservationRecordConnection: ReservationPage;
  StockBook: StockBook;
  Int: Scalars['Int']['output'];
  Boolean: Scalars['Boolean']['output'];
  String: Scalars['String']['output'];
};

export type TextDirectiveArgs = {
  max?: Maybe<Scalars['Int']['input']>;
  lines?: Maybe<Scalars['Boolean']['input']>;
  verbatim?: Maybe<Scalars['Boolean']['input']>;
  collected?: Maybe<Scalars['Boolean']['input']>;
};

export type TextDirectiveResolver<Result, Parent, ContextType = Context, Args = TextDirectiveArgs> = DirectiveResolverFn<Result, Parent, ContextType, Args>;

export type StepDirectiveArgs = {
  compensation?: Maybe<Scalars['String']['input']>;
};

export type StepDirectiveResolver<Result, Parent, ContextType = Context, Args = StepDirectiveArgs> = DirectiveResolverFn<Result, Parent, ContextType, Args>;

export type CompensationDirectiveArgs = { };

export type CompensationDirectiveResolver<Result, Parent, ContextType = Context, Args = CompensationDirectiveArgs> = DirectiveResolverFn<Result, Parent, ContextType, Args>;

export type InternalDirectiveArgs = { };

export type InternalDirectiveResolver<Result, Parent, ContextType = Context, Args = InternalDirectiveArgs> = DirectiveResolverFn<Result, Parent, ContextType, Args>;

export interface DateTimeScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['DateTime'], any> {
  name: 'DateTime';
}

export interface SafeIntScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['SafeInt'], any> {
  name: 'SafeInt';
}

export interface CurrencyScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['Currency'], any> {
  name: 'Currency';
}

export type MoneyResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Money'] = ResolversParentTypes['Money']> = {
  amount?: Resolver<ResolversTypes['SafeInt'], ParentType, ContextType>;
  currency?: Resolver<ResolversTypes['Currency'], ParentType, ContextType>;
};

export type NodeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Node'] = ResolversParentTypes['Node']> = {
  __resolveType: TypeResolveFn<null, ParentType, ContextType>;
};

export type PageInfoResolvers<ContextType = Context, ParentType extends ResolversParentTypes['PageInfo'] = ResolversParentTypes['PageInfo']> = {
  hasNextPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  hasPreviousPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  startCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  endCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type UserErrorResolvers<ContextType = Context, ParentType extends ResolversParentTypes['UserError'] = ResolversParentTypes['UserError']> = {
  __resolveType: TypeResolveFn<'ValidationError' | 'IdempotencyConflict' | 'InsufficientStock' | 'WarehouseExists' | 'WarehouseNotFound', ParentType, ContextType>;
};

export type ValidationErrorResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ValidationError'] = ResolversParentTypes['ValidationError']> = {
  code?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  path?: Resolver<Maybe<ReadonlyArray<ResolversTypes['String']>>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type IdempotencyConflictResolvers<ContextType = Context, ParentType extends ResolversParentTypes['IdempotencyConflict'] = ResolversParentTypes['IdempotencyConflict']> = {
  code?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  path?: Resolver<Maybe<ReadonlyArray<ResolversTypes['String']>>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type AddressResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Address'] = ResolversParentTypes['Address']> = {
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  line1?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  line2?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  city?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  region?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  postalCode?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  country?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type StepRejectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['StepRejection'] = ResolversParentTypes['StepRejection']> = {
  code?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type StepWaitingResolvers<ContextType = Context, ParentType extends ResolversParentTypes['StepWaiting'] = ResolversParentTypes['StepWaiting']> = {
  for?: Resolver<ResolversTypes['WaitFor'], ParentType, ContextType>;
  askAgainAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  until?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
};

export type StepPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['StepPayload'] = ResolversParentTypes['StepPayload']> = {
  rejection?: Resolver<Maybe<ResolversTypes['StepRejection']>, ParentType, ContextType>;
};

export type CompensationPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CompensationPayload'] = ResolversParentTypes['CompensationPayload']> = {
  undone?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type QueryResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Query'] = ResolversParentTypes['Query']> = {
  stepRecords?: Resolver<ResolversTypes['StepRecordConnection'], ParentType, ContextType, RequireFields<QueryStepRecordsArgs, 'first'>>;
  inventory?: Resolver<ResolversTypes['StockItemConnection'], ParentType, ContextType, Partial<QueryInventoryArgs>>;
  warehouses?: Resolver<ReadonlyArray<ResolversTypes['Warehouse']>, ParentType, ContextType>;
  stockMovements?: Resolver<ResolversTypes['StockMovementConnection'], ParentType, ContextType, Partial<QueryStockMovementsArgs>>;
  reservations?: Resolver<ResolversTypes['ReservationConnection'], ParentType, ContextType, Partial<QueryReservationsArgs>>;
  reservationRecords?: Resolver<ResolversTypes['ReservationRecordConnection'], ParentType, ContextType, RequireFields<QueryReservationRecordsArgs, 'first'>>;
  endingHolds?: Resolver<ReadonlyArray<ResolversTypes['EndingHold']>, ParentType, ContextType, RequireFields<QueryEndingHoldsArgs, 'before' | 'first'>>;
  stockBooks?: Resolver<ReadonlyArray<ResolversTypes['StockBook']>, ParentType, ContextType>;
};

export type StepRecordResolvers<ContextType = Context, ParentType extends ResolversParentTypes['StepRecord'] = ResolversParentTypes['StepRecord']> = {
  sagaId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  step?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  item?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  epoch?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  invoke?: Resolver<Maybe<ResolversTypes['StepRecordState']>, ParentType, ContextType>;
  compensated?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  recordedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
};

export type StepRecordConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['StepRecordConnection'] = ResolversParentTypes['StepRecordConnection']> = {
  nodes?: Resolver<ReadonlyArray<ResolversTypes['StepRecord']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type MutationResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Mutation'] = ResolversParentTypes['Mutation']> = {
  forgetSteps?: Resolver<ResolversTypes['Int'], ParentType, ContextType, RequireFields<MutationForgetStepsArgs, 'keys'>>;
  recordCategories?: Resolver<ResolversTypes['RecordCategoriesPayload'], ParentType, ContextType, RequireFields<MutationRecordCategoriesArgs, 'input'>>;
  extendHold?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType, RequireFields<MutationExtendHoldArgs, 'orderId' | 'until'>>;
  expireHold?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType, RequireFields<MutationExpireHoldArgs, 'orderId'>>;
  adjustStock?: Resolver<ResolversTypes['AdjustStockPayload'], ParentType, ContextType, RequireFields<MutationAdjustStockArgs, 'input'>>;
  createWarehouse?: Resolver<ResolversTypes['CreateWarehousePayload'], ParentType, ContextType, RequireFields<MutationCreateWarehouseArgs, 'input'>>;
  updateWarehouse?: Resolver<ResolversTypes['UpdateWarehousePayload'], ParentType, ContextType, RequireFields<MutationUpdateWarehouseArgs, 'input'>>;
  reserveInventory?: Resolver<ResolversTypes['ReserveInventoryPayload'], ParentType, ContextType, RequireFields<MutationReserveInventoryArgs, 'step' | 'input'>>;
  releaseInventory?: Resolver<ResolversTypes['CompensationPayload'], ParentType, ContextType, RequireFields<MutationReleaseInventoryArgs, 'step' | 'input'>>;
  commitReservation?: Resolver<ResolversTypes['StepPayload'], ParentType, ContextType, RequireFields<MutationCommitReservationArgs, 'step' | 'input'>>;
  allocateReservation?: Resolver<ResolversTypes['StepPayload'], ParentType, ContextType, RequireFields<MutationAllocateReservationArgs, 'step' | 'input'>>;
  commitParcel?: Resolver<ResolversTypes['StepPayload'], ParentType, ContextType, RequireFields<MutationCommitParcelArgs, 'step' | 'input'>>;
  restockUnits?: Resolver<ResolversTypes['StepPayload'], ParentType, ContextType, RequireFields<MutationRestockUnitsArgs, 'step' | 'input'>>;
  restockInventory?: Resolver<ResolversTypes['StepPayload'], ParentType, ContextType, RequireFields<MutationRestockInventoryArgs, 'step' | 'input'>>;
};

export type EndingHoldResolvers<ContextType = Context, ParentType extends ResolversParentTypes['EndingHold'] = ResolversParentTypes['EndingHold']> = {
  orderId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  sagaId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  expiresAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
};

export type SubscriptionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Subscription'] = ResolversParentTypes['Subscription']> = {
  stockChanged?: SubscriptionResolver<ResolversTypes['StockLevel'], "stockChanged", ParentType, ContextType>;
};

export type StockLevelResolvers<ContextType = Context, ParentType extends ResolversParentTypes['StockLevel'] = ResolversParentTypes['StockLevel']> = {
  sku?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  inStock?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  revision?: Resolver<ResolversTypes['SafeInt'], ParentType, ContextType>;
  category?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type RecordCategoriesPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['RecordCategoriesPayload'] = ResolversParentTypes['RecordCategoriesPayload']> = {
  recorded?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type AdjustStockPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['AdjustStockPayload'] = ResolversParentTypes['AdjustStockPayload']> = {
  product?: Resolver<Maybe<ResolversTypes['Product']>, ParentType, ContextType>;
  stock?: Resolver<Maybe<ResolversTypes['Stock']>, ParentType, ContextType>;
  item?: Resolver<Maybe<ResolversTypes['StockItem']>, ParentType, ContextType>;
  errors?: Resolver<ReadonlyArray<ResolversTypes['AdjustStockError']>, ParentType, ContextType>;
};

export type AdjustStockErrorResolvers<ContextType = Context, ParentType extends ResolversParentTypes['AdjustStockError'] = ResolversParentTypes['AdjustStockError']> = {
  __resolveType: TypeResolveFn<'ValidationError' | 'InsufficientStock' | 'IdempotencyConflict', ParentType, ContextType>;
};

export type InsufficientStockResolvers<ContextType = Context, ParentType extends ResolversParentTypes['InsufficientStock'] = ResolversParentTypes['InsufficientStock']> = {
  code?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  path?: Resolver<Maybe<ReadonlyArray<ResolversTypes['String']>>, ParentType, ContextType>;
  available?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type AllocatedParcelResolvers<ContextType = Context, ParentType extends ResolversParentTypes['AllocatedParcel'] = ResolversParentTypes['AllocatedParcel']> = {
  warehouse?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  lines?: Resolver<ReadonlyArray<ResolversTypes['AllocatedLine']>, ParentType, ContextType>;
};

export type AllocatedLineResolvers<ContextType = Context, ParentType extends ResolversParentTypes['AllocatedLine'] = ResolversParentTypes['AllocatedLine']> = {
  sku?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  quantity?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type ReserveInventoryPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ReserveInventoryPayload'] = ResolversParentTypes['ReserveInventoryPayload']> = {
  reservationId?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  parcels?: Resolver<Maybe<ReadonlyArray<ResolversTypes['AllocatedParcel']>>, ParentType, ContextType>;
  rejection?: Resolver<Maybe<ResolversTypes['StepRejection']>, ParentType, ContextType>;
};

export type ProductResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Product'] = ResolversParentTypes['Product'], FederationReferenceType extends FederationReferenceTypes['Product'] = FederationReferenceTypes['Product']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Product']> | FederationReferenceType, FederationReferenceType, ContextType>;
  sku?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  stock?: Resolver<Maybe<ResolversTypes['Stock']>, ParentType, ContextType>;
};

export type StockResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Stock'] = ResolversParentTypes['Stock']> = {
  available?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  inStock?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  onHand?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  reserved?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
};

export type StockItemResolvers<ContextType = Context, ParentType extends ResolversParentTypes['StockItem'] = ResolversParentTypes['StockItem']> = {
  sku?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  warehouse?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  available?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  onHand?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  reserved?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  product?: Resolver<Maybe<ResolversTypes['Product']>, ParentType, ContextType>;
};

export type StockItemConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['StockItemConnection'] = ResolversParentTypes['StockItemConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['StockItemEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['StockItem']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type StockItemEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['StockItemEdge'] = ResolversParentTypes['StockItemEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['StockItem'], ParentType, ContextType>;
};

export type WarehouseResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Warehouse'] = ResolversParentTypes['Warehouse']> = {
  code?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  address?: Resolver<Maybe<ResolversTypes['Address']>, ParentType, ContextType>;
  active?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type CreateWarehousePayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CreateWarehousePayload'] = ResolversParentTypes['CreateWarehousePayload']> = {
  warehouse?: Resolver<Maybe<ResolversTypes['Warehouse']>, ParentType, ContextType>;
  errors?: Resolver<ReadonlyArray<ResolversTypes['CreateWarehouseError']>, ParentType, ContextType>;
};

export type CreateWarehouseErrorResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CreateWarehouseError'] = ResolversParentTypes['CreateWarehouseError']> = {
  __resolveType: TypeResolveFn<'ValidationError' | 'WarehouseExists', ParentType, ContextType>;
};

export type WarehouseExistsResolvers<ContextType = Context, ParentType extends ResolversParentTypes['WarehouseExists'] = ResolversParentTypes['WarehouseExists']> = {
  code?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  path?: Resolver<Maybe<ReadonlyArray<ResolversTypes['String']>>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type UpdateWarehousePayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['UpdateWarehousePayload'] = ResolversParentTypes['UpdateWarehousePayload']> = {
  warehouse?: Resolver<Maybe<ResolversTypes['Warehouse']>, ParentType, ContextType>;
  errors?: Resolver<ReadonlyArray<ResolversTypes['UpdateWarehouseError']>, ParentType, ContextType>;
};

export type UpdateWarehouseErrorResolvers<ContextType = Context, ParentType extends ResolversParentTypes['UpdateWarehouseError'] = ResolversParentTypes['UpdateWarehouseError']> = {
  __resolveType: TypeResolveFn<'ValidationError' | 'WarehouseNotFound', ParentType, ContextType>;
};

export type WarehouseNotFoundResolvers<ContextType = Context, ParentType extends ResolversParentTypes['WarehouseNotFound'] = ResolversParentTypes['WarehouseNotFound']> = {
  code?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  path?: Resolver<Maybe<ReadonlyArray<ResolversTypes['String']>>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type StockMovementResolvers<ContextType = Context, ParentType extends ResolversParentTypes['StockMovement'] = ResolversParentTypes['StockMovement']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  at?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  sku?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  warehouse?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  type?: Resolver<ResolversTypes['StockMovementType'], ParentType, ContextType>;
  quantity?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  reason?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  actor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  order?: Resolver<Maybe<ResolversTypes['Order']>, ParentType, ContextType>;
};

export type StockMovementConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['StockMovementConnection'] = ResolversParentTypes['StockMovementConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['StockMovementEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['StockMovement']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type StockMovementEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['StockMovementEdge'] = ResolversParentTypes['StockMovementEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['StockMovement'], ParentType, ContextType>;
};

export type ReservationConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ReservationConnection'] = ResolversParentTypes['ReservationConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['ReservationEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['Reservation']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type ReservationEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ReservationEdge'] = ResolversParentTypes['ReservationEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Reservation'], ParentType, ContextType>;
};

export type OrderResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Order'] = ResolversParentTypes['Order'], FederationReferenceType extends FederationReferenceTypes['Order'] = FederationReferenceTypes['Order']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Order']> | FederationReferenceType, FederationReferenceType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  reservation?: Resolver<Maybe<ResolversTypes['Reservation']>, ParentType, ContextType>;
};

export type ReservationResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Reservation'] = ResolversParentTypes['Reservation']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  status?: Resolver<ResolversTypes['ReservationStatus'], ParentType, ContextType>;
  lines?: Resolver<ReadonlyArray<ResolversTypes['ReservationLine']>, ParentType, ContextType>;
  expiresAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  order?: Resolver<Maybe<ResolversTypes['Order']>, ParentType, ContextType>;
};

export type ReservationLineResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ReservationLine'] = ResolversParentTypes['ReservationLine']> = {
  sku?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  quantity?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  warehouse?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type ReservationRecordResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ReservationRecord'] = ResolversParentTypes['ReservationRecord']> = {
  orderId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  status?: Resolver<ResolversTypes['ReservationStatus'], ParentType, ContextType>;
  lines?: Resolver<ReadonlyArray<ResolversTypes['ReservationLine']>, ParentType, ContextType>;
  expiresAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  allocated?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  kept?: Resolver<ReadonlyArray<ResolversTypes['ReservationLine']>, ParentType, ContextType>;
};

export type ReservationRecordConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ReservationRecordConnection'] = ResolversParentTypes['ReservationRecordConnection']> = {
  nodes?: Resolver<ReadonlyArray<ResolversTypes['ReservationRecord']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type StockBookResolvers<ContextType = Context, ParentType extends ResolversParentTypes['StockBook'] = ResolversParentTypes['StockBook']> = {
  sku?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  warehouse?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  onHand?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  reserved?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  available?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  opening?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  adjusted?: Resolver<ResolversTypes['SafeInt'], ParentType, ContextType>;
  held?: Resolver<ResolversTypes['SafeInt'], ParentType, ContextType>;
  sold?: Resolver<ResolversTypes['SafeInt'], ParentType, ContextType>;
  moved?: Resolver<Maybe<ResolversTypes['SafeInt']>, ParentType, ContextType>;
  settled?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type Resolvers<ContextType = Context> = {
  DateTime?: GraphQLScalarType;
  SafeInt?: GraphQLScalarType;
  Currency?: GraphQLScalarType;
  Money?: MoneyResolvers<ContextType>;
  Node?: NodeResolvers<ContextType>;
  PageInfo?: PageInfoResolvers<ContextType>;
  UserError?: UserErrorResolvers<ContextType>;
  ValidationError?: ValidationErrorResolvers<ContextType>;
  IdempotencyConflict?: IdempotencyConflictResolvers<ContextType>;
  Address?: AddressResolvers<ContextType>;
  StepRejection?: StepRejectionResolvers<ContextType>;
  StepWaiting?: StepWaitingResolvers<ContextType>;
  StepPayload?: StepPayloadResolvers<ContextType>;
  CompensationPayload?: CompensationPayloadResolvers<ContextType>;
  Query?: QueryResolvers<ContextType>;
  StepRecord?: StepRecordResolvers<ContextType>;
  StepRecordConnection?: StepRecordConnectionResolvers<ContextType>;
  Mutation?: MutationResolvers<ContextType>;
  EndingHold?: EndingHoldResolvers<ContextType>;
  Subscription?: SubscriptionResolvers<ContextType>;
  StockLevel?: StockLevelResolvers<ContextType>;
  RecordCategoriesPayload?: RecordCategoriesPayloadResolvers<ContextType>;
  AdjustStockPayload?: AdjustStockPayloadResolvers<ContextType>;
  AdjustStockError?: AdjustStockErrorResolvers<ContextType>;
  InsufficientStock?: InsufficientStockResolvers<ContextType>;
  AllocatedParcel?: AllocatedParcelResolvers<ContextType>;
  AllocatedLine?: AllocatedLineResolvers<ContextType>;
  ReserveInventoryPayload?: ReserveInventoryPayloadResolvers<ContextType>;
  Product?: ProductResolvers<ContextType>;
  Stock?: StockResolvers<ContextType>;
  StockItem?: StockItemResolvers<ContextType>;
  StockItemConnection?: StockItemConnectionResolvers<ContextType>;
  StockItemEdge?: StockItemEdgeResolvers<ContextType>;
  Warehouse?: WarehouseResolvers<ContextType>;
  CreateWarehousePayload?: CreateWarehousePayloadResolvers<ContextType>;
  CreateWarehouseError?: CreateWarehouseErrorResolvers<ContextType>;
  WarehouseExists?: WarehouseExistsResolvers<ContextType>;
  UpdateWarehousePayload?: UpdateWarehousePayloadResolvers<ContextType>;
  UpdateWarehouseError?: UpdateWarehouseErrorResolvers<ContextType>;
  WarehouseNotFound?: WarehouseNotFoundResolvers<ContextType>;
  StockMovement?: StockMovementResolvers<ContextType>;
  StockMovementConnection?: StockMovementConnectionResolvers<ContextType>;
  StockMovementEdge?: StockMovementEdgeResolvers<ContextType>;
  ReservationConnection?: ReservationConnectionResolvers<ContextType>;
  ReservationEdge?: ReservationEdgeResolvers<ContextType>;
  Order?: OrderResolvers<ContextType>;
  Reservation?: ReservationResolvers<ContextType>;
  ReservationLine?: ReservationLineResolvers<ContextType>;
  ReservationRecord?: ReservationRecordResolvers<ContextType>;
  ReservationRecordConnection?: ReservationRecordConnectionResolvers<ContextType>;
  StockBook?: StockBookResolvers<ContextType>;
};

export type DirectiveResolvers<ContextType = Context> = {
  text?: TextDirectiveResolver<any, any, ContextType>;
  step?: StepDirectiveResolver<any, any, ContextType>;
  compensation?: CompensationDirectiveResolver<any, any, ContextType>;
  internal?: InternalDirectiveResolver<any, any, ContextType>;
};
