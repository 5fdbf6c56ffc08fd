import { createGraphiQLFetcher } from '@graphiql/toolkit';
import { GraphiQL } from 'graphiql';
import { createRoot } from 'react-dom/client';
import './workers.js';
import 'graphiql/style.css';
import './playground.css';

// The server puts it into the page.
const { query, headers } = JSON.parse(document.getElementById('config').textContent);

const endpoint = new URL('/graphql', location.href);
const sockets = new URL(endpoint);
sockets.protocol = endpoint.protocol.replace('http', 'ws');

// Subscriptions carry the headers of the editor as the parameters of their socket.
const fetcher = createGraphiQLFetcher({ url: endpoint.href, subscriptionUrl: sockets.href });

createRoot(document.getElementById('root')).render(
  <GraphiQL
    fetcher={fetcher}
    defaultQuery={query}
    defaultHeaders={headers && JSON.stringify(headers, undefined, 2)}
    defaultEditorToolsVisibility={headers ? 'headers' : true}
  />,
);
