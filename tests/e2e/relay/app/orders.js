// The queries of a Relay application: a list that pages both ways, and things that are refetched.
/* global graphql */
graphql`
  query ordersPageQuery($count: Int!, $cursor: String) {
    me {
      id
      ...orders_customer @arguments(count: $count, cursor: $cursor)
    }
    ...orders_all
    ...orders_products
  }
`;

graphql`
  fragment orders_customer on Customer
  @argumentDefinitions(count: { type: "Int", defaultValue: 10 }, cursor: { type: "String" })
  @refetchable(queryName: "ordersOfCustomerPaginationQuery") {
    orders(first: $count, after: $cursor) @connection(key: "orders_customer_orders") {
      edges {
        node {
          id
          ...orders_order
        }
      }
    }
  }
`;

graphql`
  fragment orders_all on Query
  @argumentDefinitions(
    first: { type: "Int" }
    after: { type: "String" }
    last: { type: "Int", defaultValue: 10 }
    before: { type: "String" }
  )
  @refetchable(queryName: "ordersAllPaginationQuery") {
    orders(first: $first, after: $after, last: $last, before: $before) @connection(key: "orders_all_orders") {
      edges {
        node {
          ...orders_order
        }
      }
      pageInfo {
        hasPreviousPage
        startCursor
      }
    }
  }
`;

graphql`
  fragment orders_products on Query
  @argumentDefinitions(count: { type: "Int", defaultValue: 20 }, cursor: { type: "String" })
  @refetchable(queryName: "ordersProductsPaginationQuery") {
    products(first: $count, after: $cursor) @connection(key: "orders_products") {
      edges {
        node {
          ...orders_product
        }
      }
    }
  }
`;

graphql`
  fragment orders_order on Order @refetchable(queryName: "ordersOrderRefetchQuery") {
    number
    status
    payment {
      ...orders_payment
    }
    shipment {
      ...orders_shipment
    }
    saga {
      ...orders_saga
    }
    customer {
      ...orders_profile
    }
  }
`;

graphql`
  fragment orders_product on Product @refetchable(queryName: "ordersProductRefetchQuery") {
    sku
    name
  }
`;

graphql`
  fragment orders_payment on Payment @refetchable(queryName: "ordersPaymentRefetchQuery") {
    status
  }
`;

graphql`
  fragment orders_shipment on Shipment @refetchable(queryName: "ordersShipmentRefetchQuery") {
    status
  }
`;

graphql`
  fragment orders_saga on Saga @refetchable(queryName: "ordersSagaRefetchQuery") {
    status
    sequence
  }
`;

graphql`
  fragment orders_profile on Customer @refetchable(queryName: "ordersProfileRefetchQuery") {
    name
  }
`;

graphql`
  subscription ordersProgressSubscription($orderId: ID!) {
    orderProgress(orderId: $orderId) {
      sequence
      type
      order {
        id
        ...orders_order
      }
    }
  }
`;
