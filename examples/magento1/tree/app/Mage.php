<?php

class Mage
{
}
