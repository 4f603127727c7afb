#!/bin/sh
# ./set-up.sh HOST FOLDER PERSON: makes, once, what compose.yaml needs: certificates, passwords and settings.
# People type HOST, FOLDER has the articles, and PERSON may search them. Needs openssl and htpasswd.
set -eu
[ $# -eq 3 ] || { echo "usage: ./set-up.sh search.example /path/to/articles ada" >&2; exit 2; }
host=$1 person=$3
articles=$(cd "$2" && pwd)
cd "$(dirname "$0")"
[ ! -e made ] || { echo "It is set up already. To begin anew, remove the folder made." >&2; exit 2; }
umask 077
mkdir made

# sign FILE SUBJECT NAMES: a key, and a certificate of our own authority for it
sign() {
    openssl req -newkey rsa:3072 -nodes -subj "/CN=$2" -addext "subjectAltName=$3" -keyout "made/$1.key" \
        -out made/request 2>/dev/null
    openssl x509 -req -in made/request -CA made/ca.pem -CAkey made/ca.key -CAcreateserial -days 825 -copy_extensions copy \
        -out "made/$1.pem" 2>/dev/null
    rm made/request
}
openssl req -x509 -newkey rsa:3072 -nodes -days 3650 -subj "/CN=seedsearch authority" -keyout made/ca.key \
    -out made/ca.pem 2>/dev/null
sign node seedsearch-node DNS:node1,DNS:node2,DNS:node3,DNS:localhost
sign admin seedsearch-admin DNS:seedsearch-admin
sign seedsearch "$host" "DNS:$host"
mv made/seedsearch.pem made/seedsearch.crt

password=$(openssl rand -hex 24)
printf 'OPENSEARCH_PASSWORD=%s\nARTICLES=%s\n' "$password" "$articles" > .env
hash=$(printf '%s' "$password" | htpasswd -niBC 12 seedsearch | cut -d: -f2)
printf '_meta:\n  type: internalusers\n  config_version: 2\n\nseedsearch:\n  hash: "%s"\n' "$hash" > made/internal_users.yml

cat > made/seedsearch.toml <<END
engine = "opensearch"
opensearch_hosts = "https://node1:9200, https://node2:9200, https://node3:9200"
opensearch_ca = "ca.pem"
trusted_proxy = "127.0.0.1"
allow_hosts = ["$host"]
END
sed "s/search\.example/$host/g" nginx-password.conf > made/nginx.conf
theirs=$(openssl rand -hex 8)
printf '%s' "$theirs" | htpasswd -niB "$person" > made/seedsearch.htpasswd

# Others of this machine cannot enter the folder made. In a container, the user of the service reads these files.
chmod 644 made/ca.pem made/node.pem made/node.key made/internal_users.yml made/seedsearch.toml made/seedsearch.htpasswd
echo "The password of $person is $theirs. Replace made/seedsearch.crt and made/seedsearch.key by a certificate that browsers trust."
