# A stand-in for the official image where no registry answers: the same name, variables and arguments.
FROM debian:bookworm-slim
COPY native /usr/local/pgsql
COPY postgres-entrypoint.sh /usr/local/bin/docker-entrypoint.sh
RUN useradd --uid 999 postgres && install -d -o 999 -g 999 /var/lib/postgresql/data
ENV PATH=/usr/local/pgsql/bin:/usr/local/bin:/usr/bin:/bin LD_LIBRARY_PATH=/usr/local/pgsql/lib PGDATA=/var/lib/postgresql/data/pg
VOLUME /var/lib/postgresql/data
ENTRYPOINT ["sh", "/usr/local/bin/docker-entrypoint.sh"]
CMD ["postgres"]
