import bank


def refund(payment):
    answer = bank.refund(payment)
    log(payment)
    store(answer)
    audit(answer)
    check(answer)
    if answer.status == 503:
        raise GatewayBusy(answer.retry_after)
    return answer


def cancel(payment):
    if bank.is_busy():
        raise GatewayBusy(bank.retry_after)
    bank.cancel(payment)
