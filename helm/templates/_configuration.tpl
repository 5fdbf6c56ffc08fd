{{/* The variables that all services have. */}}
{{- define "counterstep.configuration" -}}
{{- if and (eq .Values.mongodb.mode "embedded") (ne .Values.mode "all-in-one") -}}
{{- fail "mongodb.mode: embedded needs mode: all-in-one, because an embedded database belongs to one process" -}}
{{- end -}}
{{- $fullname := include "counterstep.fullname" . -}}
{{- $folder := "/etc/counterstep/certificates" -}}
HOST: 0.0.0.0
NODE_ENV: {{ include "counterstep.nodeEnv" . }}
LOG_LEVEL: {{ .Values.logLevel }}
METRICS_PORT: {{ .Values.metrics.port | quote }}
{{- if ne .Values.mongodb.mode "embedded" }}
MONGO_DB: {{ .Values.mongodb.database }}
{{- end }}
{{- if kindIs "bool" .Values.demoData }}
DEMO_DATA: {{ .Values.demoData | quote }}
{{- end }}
{{- if eq .Values.mode "services" }}
{{- range $name, $port := include "counterstep.ports" . | fromYaml }}
{{- if ne $name "gateway" }}
{{ upper $name }}_URL: {{ include "counterstep.scheme" $ }}://{{ $fullname }}-{{ $name }}:{{ $port }}
{{- end }}
{{- end }}
{{- end }}
{{- if .Values.tls.existingSecret }}
TLS_CERT_FILE: {{ $folder }}/{{ .Values.tls.certKey }}
TLS_KEY_FILE: {{ $folder }}/{{ .Values.tls.privateKeyKey }}
TLS_CA_FILE: {{ $folder }}/{{ .Values.tls.caKey }}
{{- else if and (eq .Values.mongodb.mode "external") .Values.mongodb.external.caSecret }}
TLS_CA_FILE: {{ $folder }}/{{ .Values.mongodb.external.caKey }}
{{- end }}
{{- if .Values.telemetry.otlpEndpoint }}
OTEL_EXPORTER_OTLP_ENDPOINT: {{ .Values.telemetry.otlpEndpoint | quote }}
OTEL_EXPORTER_OTLP_PROTOCOL: {{ .Values.telemetry.protocol }}
OTEL_METRICS_EXPORTER: none
OTEL_TRACES_SAMPLER: parentbased_traceidratio
OTEL_TRACES_SAMPLER_ARG: {{ .Values.telemetry.sampleRatio | quote }}
{{- end }}
{{- end -}}

{{/* A YAML object whose values are all texts. */}}
{{- define "counterstep.texts" -}}
{{- range $name, $value := . }}
{{ $name }}: {{ $value | toString | quote }}
{{- end }}
{{- end -}}

{{/* list ENTRIES OWN: variables of a container; OWN takes the place of entries of the same name. */}}
{{- define "counterstep.environment" -}}
{{- $own := index . 1 -}}
{{- range index . 0 | fromYamlArray }}
{{- if not (hasKey $own .name) }}
- {{ toYaml . | nindent 2 | trim }}
{{- end }}
{{- end }}
{{- range $name, $value := $own }}
- name: {{ $name }}
  value: {{ $value | toString | quote }}
{{- end }}
{{- end -}}

{{/* list ROOT SERVICE: what the chart says to one service. */}}
{{- define "counterstep.variables" -}}
{{- $root := index . 0 -}}{{- $name := index . 1 -}}
- name: PORT
  value: {{ get (include "counterstep.ports" $root | fromYaml) $name | default 4000 | quote }}
{{- if eq $name "all-in-one" }}
- name: DATA_DIR
  value: /data
{{- end }}
{{- include "counterstep.keyVariables" (list $root $name) }}
{{- if ne $name "gateway" }}
{{- include "counterstep.mongoVariables" $root }}
{{- end }}
{{- if has $name (list "customers" "notifications" "all-in-one") }}
{{- include "counterstep.mailVariables" $root }}
{{- end }}
{{- include "counterstep.telemetryVariables" $root }}
{{- end -}}
