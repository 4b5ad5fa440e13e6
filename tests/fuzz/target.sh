# Sets, for the $target named: $class and $method, the folder where inputs are $gathered, the archive where they are $kept.
method=shouldReadBackWhatItWrites
case $target in
    frame) class=FrameFuzzTest method=shouldAgreeWithSlowDecoder ;;
    match) class=MatchFuzzTest ;;
    chain) class=ChainFuzzTest method=shouldKeepMeaningInCanonicalForm ;;
    capture) class=CaptureFuzzTest ;;
    http) class=HttpFuzzTest method=shouldEditContentHoweverItIsCut ;;
    coding) class=CodingFuzzTest method=shouldUnzipToTheEditHoweverItIsCut ;;
    dns) class=DnsFuzzTest method=shouldAnswerWhatItReadsAsAQuestion ;;
    tcp) class=TcpFuzzTest method=shouldDeliverTheEditOfWhatWasSent ;;
    *)
        echo "there is no target '$target'; use frame, match, chain, capture, http, coding, tcp or dns" >&2
        exit 2
        ;;
esac
gathered=$PWD/tests/fuzz/.cifuzz-corpus/io.penstock.tests.fuzz.$class/$method
kept=$PWD/tests/fuzz/corpus/$target.zip
