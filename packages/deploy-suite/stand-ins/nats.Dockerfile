# A stand-in for the official image where no registry answers.
FROM debian:bookworm-slim
COPY nats-server /nats-server
ENTRYPOINT ["/nats-server"]
