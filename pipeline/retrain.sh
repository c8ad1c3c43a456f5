#!/usr/bin/env bash
# From annotations to the shipped file: retrain.sh PUFFERY DATA START
# DATA holds ner/ and the two sets of real articles, START the MiniLM-L6 weights. About an hour on two cores.
set -euo pipefail
cd "$(dirname "$0")/.."
puffery=$1 data=$2 start=$3 run=reports/.train gold=annotations/gold/claims
articles=(--articles corpus/samples --articles corpus/invented
  --articles "$data/fakehealth-articles/articles.jsonl" --articles "$data/insciout-press-releases/articles.jsonl")
learned=() fitted=()
for name in own-samples-2 invented-articles-1 real-articles-2 real-articles-3 minimal-pairs-1; do
  learned+=(--gold "$gold/$name.jsonl")
done
for name in own-samples-1 own-samples-2 invented-articles-1 real-articles-1 real-articles-2 real-articles-3 minimal-pairs-1; do
  fitted+=(--gold "$gold/$name.jsonl")
done
corpora=()
for name in bc5cdr ncbi_disease psytar trial_criteria; do
  corpora+=(--corpus "$data/ner/$name")
done
"$puffery" train mentions "$run" --start "$start" "${corpora[@]}" "${learned[@]}" "${articles[@]}" \
  --weight bc5cdr=1.5 --weight ncbi_disease=1.2 --weight own-samples-2=1.5 \
  --weight invented-articles-1=1.2 --weight real-articles-2=1.2 \
  --heads claim,device,strength --epochs 7 --resume
"$puffery" train claims "$run/model" "${fitted[@]}" "${articles[@]}"
cp "$run/model"/* "$run/inputs.json" pipeline/puffery/models/encoder/
