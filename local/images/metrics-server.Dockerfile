ARG BASE_IMAGE
FROM ${BASE_IMAGE}
COPY metrics-server /usr/local/bin/
ENTRYPOINT ["metrics-server"]
