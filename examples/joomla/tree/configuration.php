<?php

class JConfig
{
}
