{{- define "counterstep.notes" -}}
{{- $fullname := include "counterstep.fullname" . -}}
{{- $url := include "counterstep.publicUrl" . | default "http://127.0.0.1:4000" -}}
Counterstep {{ .Chart.AppVersion }} is installed as {{ .Release.Name }} in {{ .Release.Namespace }} ({{ .Values.global.environment }}).
{{ if not (include "counterstep.publicUrl" .) }}
Nothing outside of the cluster reaches it yet. For a first look:

  kubectl port-forward -n {{ .Release.Namespace }} service/{{ $fullname }}-gateway 4000:4000
{{ end }}
GraphQL    {{ $url }}/graphql
{{- if include "counterstep.hasLogins" . }}
GraphiQL   the same, in a browser

It has demo data and logins that everybody knows: ada@example.com, grace@example.com, admin@example.com, with the
password correct-horse-battery. Set global.environment=production for anything but trying out.

The first query places an order and tells everything about it:

  TOKEN=$(curl -s {{ $url }}/graphql -H 'content-type: application/json' --data '{"query":"mutation { login(input: { email: \"ada@example.com\", password: \"correct-horse-battery\" }) { session { accessToken } } }"}' | sed 's/.*"accessToken":"\([^"]*\)".*/\1/')
  curl -s {{ $url }}/graphql -H 'content-type: application/json' -H "authorization: Bearer $TOKEN" --data '{"query":"mutation { placeOrder(input: { lines: [{ sku: \"MUG-BLUE\", quantity: 2 }], payment: { token: \"tok_visa\" }, waitFor: FINISHED }) { order { number status total { amount currency } payment { status } shipment { trackingNumber } saga { status } } errors { ... on UserError { code message } } } }"}'
{{- else }}

There is no demo data, and no login yet: customers register, and docs/operations.md says how the first of them becomes
ADMIN. The first query:

  curl -s {{ $url }}/graphql -H 'content-type: application/json' --data '{"query":"{ products(first: 3) { nodes { sku name price { amount currency } } } }"}'
{{- end }}
{{- if eq .Values.mongodb.mode "bundled" }}

The bundled MongoDB is for trying out: {{ .Values.mongodb.replicas }} member(s), no backup. Set mongodb.mode=external for anything else.
{{- end }}

Is it well?

  helm test -n {{ .Release.Namespace }} {{ .Release.Name }} --logs
{{- end -}}
