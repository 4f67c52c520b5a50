// nextflow run main.nf --truth truth --prediction fine --classes classes.json --shards 4
params.shards = 4

process SCORE {
  cpus 2
  errorStrategy 'retry'
  maxRetries 2

  input:
  val i
  path truth
  path prediction
  path classes

  output:
  path "part-${i}.state"

  // A retried task begins in a new folder: there is no state to go on from. Nextflow tells the index in the script only.
  script:
  """
  maskscore score $truth $prediction --classes $classes --shard ${i}/${params.shards} \
    --threads ${task.cpus} --state part-${i}.state --quiet
  """
}

process MERGE {
  publishDir 'states', mode: 'copy'

  input:
  path parts

  output:
  path 'whole.state'

  script:
  "maskscore merge $parts --state whole.state"
}

workflow {
  SCORE(Channel.of(1..params.shards), file(params.truth), file(params.prediction), file(params.classes))
  MERGE(SCORE.out.collect())
}
